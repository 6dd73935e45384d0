//! Signing in, and choosing a password from a one-time link.

use super::{Errors, Page, part};
use crate::words::{Lang, Text, text};
use leptos::prelude::*;

/// The page for signing in.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// What was written last.
    pub email: String,
    /// Where to go afterwards.
    pub next: Option<String>,
    /// What went wrong.
    pub errors: Errors,
}

/// Choosing a password.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The link's own code.
    pub code: String,
    /// Whose account.
    pub name: String,
    /// What is signed in with.
    pub email: String,
    /// What went wrong.
    pub errors: Errors,
}

/// A link that was used, is too old, or never was.
#[derive(Clone, Copy, Debug)]
pub struct LinkGone;

const SIGN_IN: Text = text("Logga in", "Sign in");
const EMAIL: Text = text("E-postadress", "E-mail address");
const PASSWORD: Text = text("Lösenord", "Password");
const FORGOTTEN: Text = text(
    "Glömt lösenordet? Be kommunens administratör om en ny länk. Arbetar du med ungdomarna loggar du in i appen i telefonen.",
    "Forgotten the password? Ask your municipality's administrator for a new link. If you meet the young people, sign in in the app on your phone.",
);

impl Page for SignIn {
    fn title(&self, lang: Lang) -> String {
        SIGN_IN.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let email = part::Field {
            name: "email",
            label: EMAIL.get(lang),
            kind: "email",
            value: self.email,
            error: self.errors.get("email"),
            autocomplete: Some("username"),
            ..part::Field::default()
        };
        let password = part::Field {
            name: "password",
            label: PASSWORD.get(lang),
            kind: "password",
            error: self.errors.get("password"),
            autocomplete: Some("current-password"),
            ..part::Field::default()
        };
        let next = self.next.map(|it| view! { <input type="hidden" name="next" value=it/> });
        view! {
            <h1>{SIGN_IN.get(lang)}</h1>
            <form class="form" method="post" action="/sign-in">
                {next}
                {email.view()}
                {password.view()}
                <div class="form__acts"><button class="button button--primary" type="submit">{SIGN_IN.get(lang)}</button></div>
            </form>
            <p class="soft">{FORGOTTEN.get(lang)}</p>
            <p><a href="/app">{text("Öppna appen", "Open the app").get(lang)}</a></p>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}

impl Page for Invitation {
    fn title(&self, lang: Lang) -> String {
        text("Välj ett lösenord", "Choose a password").get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let hello = text("Hej {name}! Du loggar in med {email}.", "Hello {name}! You sign in with {email}.");
        let hint = text(
            "Minst 12 tecken. Några ord efter varandra är lätta att minnas och svåra att gissa.",
            "At least 12 characters. A few words in a row are easy to remember and hard to guess.",
        );
        let password = part::Field {
            name: "password",
            label: PASSWORD.get(lang),
            kind: "password",
            hint: Some(hint.get(lang).to_owned()),
            error: self.errors.get("password"),
            autocomplete: Some("new-password"),
            ..part::Field::default()
        };
        let title = self.title(lang);
        view! {
            <h1>{title}</h1>
            <p>{hello.fill(lang, &[("name", &self.name), ("email", &self.email)])}</p>
            <form class="form" method="post" action=format!("/invitation/{}", self.code)>
                <input type="hidden" name="email" value=self.email autocomplete="username"/>
                {password.view()}
                <div class="form__acts">
                    <button class="button button--primary" type="submit">{text("Spara lösenordet", "Save the password").get(lang)}</button>
                </div>
            </form>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}

impl Page for LinkGone {
    fn title(&self, lang: Lang) -> String {
        text("Länken gäller inte längre", "The link is no longer good").get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let why = text(
            "En länk kan användas en gång och gäller i sju dagar. Be kommunens administratör om en ny.",
            "A link can be used once and lasts seven days. Ask your municipality's administrator for a new one.",
        );
        view! {
            <h1>{self.title(lang)}</h1>
            <p>{why.get(lang)}</p>
            <p><a href="/sign-in">{SIGN_IN.get(lang)}</a></p>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
