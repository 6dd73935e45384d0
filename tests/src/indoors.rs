//! A server within the test's own process: its router, its clock in the test's hand, and a municipality with people.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{AccountId, Actor, DeviceId, EntryId, Fact, MunicipalityId, RegionId, UnitId, Youth, YouthId, sync::Verdict};
use serde_json::{Value, json};
use server::{
    account::{Place, add},
    auth::{NewPassword, Role},
    clock::Clock,
    config::Config,
    db::Db,
    http::{AppState, router},
    journal::{self, Reach},
    store::{
        account,
        place::{self, Region, Unit},
    },
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use tower::ServiceExt;

/// Everyone's password.
pub const PASSWORD: &str = "ljus vinter i norr";

/// `UPPSOK_SECRET`.
pub const SECRET: &str = "c2VjcmV0LW9mLXRoZS10ZXN0cy0zMi1ieXRlcy1sb25nIQ==";

/// The server, with the municipality Klippan, its unit Norr, and a person of each role at ROLE@uppsok.example.
#[derive(Clone, Debug)]
pub struct Indoors {
    pub state: AppState,
    pub municipality: MunicipalityId,
    pub unit: UnitId,
    router: Router,
    pub time: Arc<AtomicI64>,
}

/// What came back.
#[derive(Debug)]
pub struct Said {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Said {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}: {:?}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The stable code of a refusal, with its status.
    pub fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    /// The cookie that was set, as a browser sends it back.
    pub fn cookie(&self) -> String {
        let set = self.headers.get(header::SET_COOKIE).expect("a cookie").to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }
}

impl Indoors {
    pub async fn new(db: Db) -> Self {
        Self::at(db, "http://127.0.0.1:3000").await
    }

    /// Another process of the same server, on the database as it is now.
    pub async fn again(&self, db: Db) -> Self {
        let state = AppState::with(db, self.state.config.clone(), self.state.clock.clone()).await.unwrap();
        Self { router: router(state.clone()), state, ..self.clone() }
    }

    /// With a public address of its own.
    pub async fn at(db: Db, public: &str) -> Self {
        Self::with(db, &[("UPPSOK_PUBLIC_URL", public)]).await
    }

    /// With settings of its own.
    pub async fn with(db: Db, settings: &[(&str, &str)]) -> Self {
        let time = Arc::new(AtomicI64::new(crate::world::NOW));
        let secret = ("UPPSOK_SECRET", SECRET);
        let config = Config::read(|name| Ok(settings.iter().chain([&secret]).find(|it| it.0 == name).map(|it| it.1.to_owned()))).unwrap();
        let state = AppState::with(db, config, Clock::held_by(time.clone())).await.unwrap();
        let clock = &state.clock;
        let (region, municipality, unit) = (clock.id::<RegionId>(), clock.id::<MunicipalityId>(), clock.id::<UnitId>());
        let mut tx = state.db.begin().await.unwrap();
        place::create_region(&mut tx, &Region { id: region, name: "Skåne".into() }).await.unwrap();
        place::create_municipality(&mut tx, municipality, region, "Klippan").await.unwrap();
        place::create_unit(&mut tx, &Unit { id: unit, municipality, name: "Norr".into() }).await.unwrap();
        tx.commit().await.unwrap();
        let it = Self { router: router(state.clone()), state, municipality, unit, time };
        for role in Role::ALL {
            it.person(role, "Klippan").await;
        }
        it
    }

    /// Adds ROLE@uppsok.example, of a municipality where the role has one.
    pub async fn person(&self, role: Role, municipality: &str) -> AccountId {
        let domain = if municipality == "Klippan" { "uppsok" } else { "annan" };
        let place = match role {
            Role::Worker | Role::Lead | Role::Administrator => Place { municipality: Some(municipality), ..Place::default() },
            Role::Region => Place { region: Some("Skåne"), ..Place::default() },
            Role::Nation => Place::default(),
        };
        let unit = (role == Role::Worker && municipality == "Klippan").then_some("Norr");
        let email = format!("{}@{domain}.example", role.code());
        let password = NewPassword::parse(PASSWORD).unwrap();
        add(&self.state.db, &self.state.clock, &email, role.code(), role, Place { unit, ..place }, password).await.unwrap()
    }

    /// Adds somebody of the municipality by a name.
    pub async fn named(&self, role: Role, name: &str, email: &str) -> AccountId {
        let place = Place { municipality: Some("Klippan"), unit: (role == Role::Worker).then_some("Norr"), ..Place::default() };
        let password = NewPassword::parse(PASSWORD).unwrap();
        add(&self.state.db, &self.state.clock, email, name, role, place, password).await.unwrap()
    }

    /// Whose account has an address.
    pub async fn account(&self, email: &str) -> AccountId {
        let mut tx = self.state.db.read().await.unwrap();
        account::by_email(&mut tx, email).await.unwrap().expect("an account").id
    }

    /// Facts about a youth, as an administrator or the youth writes them.
    pub async fn write(&self, by: Actor, youth: YouthId, facts: Vec<Fact>) -> EntryId {
        let mut tx = self.state.db.begin().await.unwrap();
        let place = place::municipality_by_id(&mut tx, self.municipality).await.unwrap().unwrap();
        let (id, verdict) = journal::write(&mut tx, &self.state.process, &place, by, Reach::Municipality, youth, facts).await.unwrap();
        assert!(matches!(verdict, Verdict::Stored { .. }), "{verdict:?}");
        tx.commit().await.unwrap();
        id
    }

    /// What is known of a youth.
    pub async fn know(&self, youth: YouthId) -> Youth {
        let mut tx = self.state.db.read().await.unwrap();
        let place = place::municipality_by_id(&mut tx, self.municipality).await.unwrap().unwrap();
        journal::youth(&mut tx, &place, youth).await.unwrap().expect("a youth")
    }

    pub fn pass(&self, milliseconds: i64) {
        self.time.fetch_add(milliseconds, Ordering::SeqCst);
    }

    pub async fn call(&self, request: Request<Body>) -> Said {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Said { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
    }

    /// A call with headers, and JSON where there is any.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Said {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(it) => {
                request = request.header("content-type", "application/json");
                Body::from(it.to_string())
            }
            None => Body::empty(),
        };
        self.call(request.body(body).unwrap()).await
    }

    /// A call with an access token.
    pub async fn by(&self, token: &str, method: &str, path: &str, body: Option<&Value>) -> Said {
        self.ask(method, path, &[("authorization", &format!("Bearer {token}"))], body).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Said {
        self.ask("POST", "/api/v1/sign-in", &[], Some(&json!({ "email": email, "password": password }))).await
    }

    /// An access token of a role, without a device.
    pub async fn token(&self, role: Role) -> String {
        token(&self.sign_in(&format!("{}@uppsok.example", role.code()), PASSWORD).await)
    }

    /// The worker signs in on a phone: the answer carries token and cookie.
    pub async fn phone(&self, device: DeviceId) -> Said {
        let device = json!({ "id": device, "name": "Android" });
        let body = json!({ "email": "worker@uppsok.example", "password": PASSWORD, "device": device });
        self.ask("POST", "/api/v1/sign-in", &[], Some(&body)).await
    }

    pub async fn refresh(&self, device: DeviceId, cookie: &str) -> Said {
        let headers = [("cookie", cookie), ("origin", "http://127.0.0.1:3000")];
        self.ask("POST", "/api/v1/refresh", &headers, Some(&json!({ "device": device }))).await
    }
}

/// The access token of an answer.
pub fn token(said: &Said) -> String {
    said.json()["access_token"].as_str().unwrap_or_else(|| panic!("{said:?}")).to_owned()
}
