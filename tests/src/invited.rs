//! A youth who has been asked to a meeting and holds the link to their own page, on a browser without scripts.

use crate::{Indoors, indoors::Said};
use axum::{body::Body, http::Request};
use domain::{AccountId, Actor, Detail, Fact, FactRef, MeetingId, Phone, PhoneOwner, Place, RegistrationReason, YouthId};
use jiff::civil::{DateTime, date, datetime};
use server::{auth::Role, youth::mint};

/// Where the youths' pages are.
pub const HOST: &str = "hej.example";

/// Thursday at two, three days after the house's clock.
pub const THURSDAY: DateTime = datetime(2026, 11, 26, 14, 0, 0, 0);

/// The youth with the link.
#[derive(Clone, Debug)]
pub struct Invited {
    pub house: Indoors,
    pub youth: YouthId,
    pub meeting: MeetingId,
    pub coach: AccountId,
    pub phone: Phone,
    pub code: String,
    planned: FactRef,
}

impl Invited {
    /// To a meeting on Thursday, with a coach whose first name is Sara, by a text to their own number.
    pub async fn to(house: &Indoors) -> Self {
        let (youth, meeting) = (house.state.clock.id(), house.state.clock.id());
        let coach = house.named(Role::Worker, "Sara Prov", "sara@uppsok.example").await;
        let phone = Phone::parse("070-174 06 21").unwrap();
        let detail = |detail| Fact::DetailsChanged { detail, saw: Vec::new() };
        let facts = vec![
            Fact::Registered { registration: house.state.clock.id(), reason: RegistrationReason::MovedIn, on: date(2026, 11, 2) },
            detail(Detail::GivenName { name: "Alva".into() }),
            detail(Detail::Phone { phone: phone.clone(), owner: Some(PhoneOwner::Youth) }),
            Fact::Assigned { unit: house.unit, worker: Some(coach), saw: Vec::new() },
            Fact::MeetingPlanned { meeting, at: THURSDAY, place: Place::Cafe, worker: Some(coach) },
        ];
        let entry = house.write(Actor::Account(coach), youth, facts).await;
        let mut it = Self { house: house.clone(), youth, meeting, coach, phone, code: String::new(), planned: FactRef { entry, index: 4 } };
        it.code = it.link(THURSDAY).await;
        it
    }

    /// Another link, as the next message carries one.
    pub async fn link(&self, at: DateTime) -> String {
        let (state, house) = (&self.house.state, &self.house);
        let mut tx = state.db.begin().await.unwrap();
        let whose = (house.municipality, self.youth, self.meeting);
        let code = mint(&mut tx, &state.clock, &state.youth_phone_key, whose, at, Some(&self.phone)).await.unwrap();
        tx.commit().await.unwrap();
        code.as_str().to_owned()
    }

    /// The coach moves the meeting.
    pub async fn moved(&mut self, at: DateTime) {
        let fact = Fact::MeetingMoved { meeting: self.meeting, at, place: Place::Cafe, saw: vec![self.planned] };
        let entry = self.house.write(Actor::Account(self.coach), self.youth, vec![fact]).await;
        self.planned = FactRef { entry, index: 0 };
    }

    /// The coach cancels it.
    pub async fn cancelled(&self) {
        let fact = Fact::MeetingCancelled { meeting: self.meeting, saw: vec![self.planned] };
        self.house.write(Actor::Account(self.coach), self.youth, vec![fact]).await;
    }

    /// Where the youths' pages are, as a browser says it.
    fn host(&self) -> (String, String) {
        let origin = self.house.state.config.youth_url().to_string();
        (origin.split("//").nth(1).unwrap().to_owned(), origin)
    }

    pub fn page(&self) -> String {
        format!("/y/{}", self.code)
    }

    pub async fn get(&self, path: &str) -> Said {
        let (host, _) = self.host();
        self.house.ask("GET", path, &[("host", host.as_str()), ("accept", "text/html")], None).await
    }

    /// The page as it is now.
    pub async fn read(&self) -> String {
        let said = self.get(&self.page()).await;
        assert_eq!(said.status, 200, "{}", said.text());
        said.text()
    }

    /// Taps a button; what the page says afterwards.
    pub async fn tap(&self, act: &str) -> String {
        self.submit(act, String::new()).await
    }

    /// Taps a button of a page that was read when the meeting had a time.
    pub async fn tap_at(&self, act: &str, shown: DateTime) -> String {
        self.submit(act, format!("at={shown}").replace(':', "%3A")).await
    }

    async fn submit(&self, act: &str, fields: String) -> String {
        // Each tap at a moment of its own: the clock orders answers.
        self.house.pass(1);
        let said = self.form(act, &self.host().1, fields).await;
        assert_eq!((said.status.as_u16(), said.leads_to()), (303, self.page().as_str()), "{act}: {}", said.text());
        self.read().await
    }

    /// What the page's script sends.
    pub async fn script(&self, act: &str, body: &serde_json::Value) -> Said {
        let (host, origin) = self.host();
        let headers = [("host", host.as_str()), ("origin", origin.as_str())];
        self.house.ask("POST", &format!("{}/{act}", self.page()), &headers, Some(body)).await
    }

    /// A form that a page of an origin sends.
    pub async fn post(&self, act: &str, origin: &str) -> Said {
        self.form(act, origin, String::new()).await
    }

    async fn form(&self, act: &str, origin: &str, fields: String) -> Said {
        let request = Request::post(format!("{}/{act}", self.page()))
            .header("host", self.host().0)
            .header("origin", origin)
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded");
        self.house.call(request.body(Body::from(fields)).unwrap()).await
    }
}
