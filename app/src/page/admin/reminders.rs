//! When young people are reminded, from which number, and how the ways out are.

use super::choice::check;
use crate::{
    page::{Errors, Page, part},
    when,
    words::{Lang, Text, text},
};
use domain::Via;
use leptos::prelude::*;

/// How a municipality reminds, as it is or as it was written.
#[derive(Clone, Debug)]
pub struct Reminders {
    /// Hours before a meeting: "72, 24".
    pub offsets: String,
    /// The hour at which the night begins, and ends.
    pub quiet: (String, String),
    /// The most in a day, and in seven.
    pub most: (String, String),
    /// Whether a booked meeting is confirmed.
    pub booked: bool,
    /// Whether a missed one is followed by a word that blames no one.
    pub missed: bool,
    /// The two-way number that texts come from.
    pub sender: String,
    /// The number that texts ask youths to call.
    pub phone: String,
    /// The municipality's number as it is saved, whatever is written in the form.
    pub own: Option<String>,
    /// The server's number, which is used where there is none.
    pub server: Option<String>,
    /// How the ways out are.
    pub ways: Vec<Way>,
    /// Milliseconds since 1970.
    pub now: i64,
    /// What went wrong.
    pub errors: Errors,
}

/// How a way out is.
#[derive(Clone, Debug)]
pub struct Way {
    /// Which.
    pub via: Via,
    /// When it last worked.
    pub worked: Option<i64>,
    /// Since when it hasn't, how many times, and the stable code of why.
    pub failing: Option<(i64, i64, String)>,
    /// Whether somebody must do something.
    pub is_alarming: bool,
}

const TITLE: Text = text("Påminnelser", "Reminders");

impl Reminders {
    fn fields(&self, lang: Lang) -> Vec<AnyView> {
        let field = |name: &'static str, label: Text, hint: Text, value: &str, is_optional| {
            part::Field {
                name,
                label: label.get(lang),
                hint: Some(hint.get(lang).to_owned()),
                value: value.to_owned(),
                error: self.errors.get(name),
                autocomplete: Some("off"),
                is_optional,
                ..part::Field::default()
            }
            .view()
        };
        vec![
            field(
                "offsets",
                text("Timmar före mötet", "Hours before the meeting"),
                text(
                    "Högst fyra, längst först: 72, 24. Två påminnelser ger färre missade möten än en.",
                    "At most four, the longest first: 72, 24. Two reminders give fewer missed meetings than one.",
                ),
                &self.offsets,
                false,
            ),
            field(
                "quiet_from",
                text("Inget skickas från klockan", "Nothing is sent from"),
                text("17 till 23.", "17 to 23."),
                &self.quiet.0,
                false,
            ),
            field("quiet_until", text("till klockan", "until"), text("5 till 12.", "5 to 12."), &self.quiet.1, false),
            field(
                "per_day",
                text("Högst så många om dagen", "At most so many a day"),
                text("1 till 3. Flyttat och inställt räknas inte.", "1 to 3. Moved and cancelled don’t count."),
                &self.most.0,
                false,
            ),
            field("per_week", text("Högst så många i veckan", "At most so many a week"), text("1 till 7.", "1 to 7."), &self.most.1, false),
            field(
                "sender",
                text("Numret som sms kommer från", "The number that texts come from"),
                text(
                    "Ett nummer som ni hyr och som tar emot svar. Tomt: serverns.",
                    "A number that you rent and that takes answers. Empty: the server’s.",
                ),
                &self.sender,
                true,
            ),
            field(
                "phone",
                text("Numret att ringa", "The number to call"),
                text("Står i sms som {telefon}.", "Stands in texts as {telefon}."),
                &self.phone,
                true,
            ),
        ]
    }

    /// Which number young people answer to, as it is now.
    fn number(&self, lang: Lang) -> String {
        match (&self.own, &self.server) {
            (Some(own), _) => {
                text("Sms kommer från {n}, ert eget nummer.", "Texts come from {n}, your own number.").fill(lang, &[("n", own)])
            }
            (None, Some(server)) => {
                text("Sms kommer från {n}, serverns nummer.", "Texts come from {n}, the server’s number.").fill(lang, &[("n", server)])
            }
            (None, None) => {
                text("Inget nummer är inställt, så ingen kan svara på ett sms.", "No number is set, so nobody can answer a text.")
                    .get(lang)
                    .to_owned()
            }
        }
    }
}

impl Page for Reminders {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let fields = self.fields(lang);
        let number = self.number(lang);
        view! {
            <h1>{TITLE.get(lang)}</h1>
            {ways(self.ways, self.now, lang)}
            <p>{number}</p>
            <form class="form" method="post" action="/admin/reminders">
                {fields}
                <div class="field">
                    {check("booked", "yes".to_owned(), text("Bekräfta ett bokat möte med sms", "Confirm a booked meeting with a text").get(lang).to_owned(), self.booked)}
                    {check("missed", "yes".to_owned(), text("Skicka ett vänligt sms efter ett möte som inte blev av", "Send a kind text after a missed meeting").get(lang).to_owned(), self.missed)}
                </div>
                <div class="form__acts"><button class="button button--primary" type="submit">{text("Spara", "Save").get(lang)}</button></div>
            </form>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}

/// What a stable code means and what to do. The way may be the provider of texts or a browser's service for notifications.
fn why(code: &str) -> Text {
    match code {
        "unauthorised" => text(
            "Inloggningen hos tjänsten stämmer inte: be driften rätta den.",
            "The sign-in at the service is wrong: ask operations to put it right.",
        ),
        "unpaid" => text("Pengarna hos tjänsten är slut: fyll på kontot.", "The account at the service is empty: pay in."),
        "unanswered" => text("Tjänsten svarar inte alls.", "The service doesn’t answer at all."),
        "refused" => text(
            "Tjänsten har sagt nej till flera sms i rad: be driften titta.",
            "The service has said no to several texts in a row: ask operations to look.",
        ),
        "busy" => text("Tjänsten hinner inte med just nu.", "The service can’t keep up right now."),
        _ => text("Tjänsten svarar inte som den ska.", "The service doesn’t answer as it should."),
    }
}

fn ways(ways: Vec<Way>, now: i64, lang: Lang) -> AnyView {
    if ways.is_empty() {
        return view! { <p class="soft">{text("Inget har skickats än.", "Nothing has been sent yet.").get(lang)}</p> }.into_any();
    }
    let lines = ways.into_iter().map(|it| {
        // Here it is spoken of as a way, of many.
        let name = match it.via {
            Via::Sms => it.via.word(lang),
            Via::Push => text("Notiser", "Notifications").get(lang),
        };
        let (class, words) = match it.failing {
            Some((since, times, code)) => {
                let (since, times) = (when::moment(since, now, lang), times.to_string());
                let values = [("vad", name), ("när", &since), ("varför", why(&code).get(lang)), ("antal", &times), ("kod", &code)];
                let words = text(
                    "{vad} går inte fram sedan {när}. {varför} Försök: {antal} ({kod}).",
                    "{vad}: hasn’t got through since {när}. {varför} Tries: {antal} ({kod}).",
                );
                (if it.is_alarming { "notice notice--wrong" } else { "notice" }, words.fill(lang, &values))
            }
            None => {
                let worked = it.worked.map(|it| when::moment(it, now, lang)).unwrap_or_default();
                (
                    "notice notice--done",
                    text("{vad} går fram, senast {när}.", "{vad}: gets through, last {när}.")
                        .fill(lang, &[("vad", name), ("när", &worked)]),
                )
            }
        };
        view! { <p class=class>{words}</p> }
    });
    view! { <div class="stack">{lines.collect_view()}</div> }.into_any()
}
