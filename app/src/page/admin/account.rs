//! One account: what it is, and what can be done with it.

use crate::{
    page::{Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// Whether somebody can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They can.
    Active,
    /// They have a link and haven't chosen a password.
    Invited,
    /// They can't.
    Disabled,
}

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account's id.
    pub id: String,
    /// As colleagues say it.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// What they do, in words.
    pub role: &'static str,
    /// Names of their units.
    pub units: Vec<String>,
    /// Whether they can sign in.
    pub state: State,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

pub(super) fn state_tag(state: State, lang: Lang) -> AnyView {
    match state {
        State::Active => view! { <span class="tag tag--on">{text("Kan logga in", "Can sign in").get(lang)}</span> }.into_any(),
        State::Invited => {
            view! { <span class="tag tag--look">{text("Har inte valt lösenord", "No password yet").get(lang)}</span> }.into_any()
        }
        State::Disabled => view! { <span class="tag">{text("Avstängt", "Disabled").get(lang)}</span> }.into_any(),
    }
}

const NEW_LINK: Text = text("Gör en ny länk", "Make a new link");
const DISABLE: Text = text("Stäng av kontot", "Disable the account");

impl Page for Account {
    fn title(&self, lang: Lang) -> String {
        format!("{}, {}", self.name, text("konto", "account").get(lang))
    }

    fn body(self, lang: Lang) -> AnyView {
        let units = if self.units.is_empty() { text("Ingen", "None").get(lang).to_owned() } else { self.units.join(", ") };
        let facts = [
            (text("E-post", "E-mail"), self.email.clone()),
            (text("Uppgift", "Task"), self.role.to_owned()),
            (text("Enheter", "Units"), units),
        ];
        let facts = facts.map(|(word, value)| view! { <div><dt>{word.get(lang)}</dt><dd>{value}</dd></div> });
        let base = format!("/admin/accounts/{}", self.id);
        let link = (self.state != State::Disabled).then(|| {
            let why = text(
                "Har hen glömt lösenordet? En ny länk gäller en gång. Det gamla lösenordet fungerar tills ett nytt är valt.",
                "Forgotten the password? A new link works once. The old password works until a new one is chosen.",
            );
            view! {
                <section class="section">
                    <h2 class="section__title">{text("Nytt lösenord", "New password").get(lang)}</h2>
                    <p>{why.get(lang)}</p>
                    {part::act(format!("{base}/link"), NEW_LINK.get(lang), "button")}
                </section>
            }
        });
        view! {
            <p><a href="/admin/accounts">{text("Alla konton", "All accounts").get(lang)}</a></p>
            <h1>{self.name.clone()}</h1>
            <dl class="facts">{facts.to_vec()}<div><dt>{text("Läge", "State").get(lang)}</dt><dd>{state_tag(self.state, lang)}</dd></div></dl>
            {link}
            {self.access(&base, lang)}
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}

impl Account {
    fn access(&self, base: &str, lang: Lang) -> AnyView {
        if self.state == State::Disabled {
            return part::act(
                format!("{base}/enable"),
                text("Öppna kontot igen", "Enable the account again").get(lang),
                "button button--primary",
            );
        }
        if self.is_own {
            let why = text("Ditt eget konto kan du inte stänga av.", "You can't disable your own account.");
            return view! { <p class="soft">{why.get(lang)}</p> }.into_any();
        }
        let question = text(
            "Då loggas {name} ut överallt, på en gång. Det som inte är skickat från telefonen ligger kvar där. Spärra telefonen under Telefoner om den är borta.",
            "{name} is then signed out everywhere, at once. What hasn't been sent from the phone stays on it. Revoke the phone under Phones if it is lost.",
        );
        let question = question.fill(lang, &[("name", &self.name)]);
        part::asked(format!("{base}/disable"), DISABLE.get(lang), question, text("Ja, stäng av", "Yes, disable").get(lang))
    }
}
