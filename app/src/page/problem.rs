//! When something can't be done: what happened and what to do, in words.

use super::Page;
use crate::words::{Lang, Text, text};
use leptos::prelude::*;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no such page, or it isn't the reader's to see.
    NotFound,
    /// The role doesn't reach here.
    NotAllowed,
    /// A form that wasn't ours.
    WrongOrigin,
    /// A form or an address that can't be read.
    Malformed,
    /// A file or form that is too large.
    TooLarge,
    /// It has been done already, or can no longer be.
    TooLate,
    /// The server is busy.
    Busy,
    /// A fault of ours.
    Fault,
}

impl Problem {
    /// The problem of an error's stable code.
    pub fn of(code: &str) -> Self {
        match code {
            "not_found" | "wrong_method" => Self::NotFound,
            "not_allowed" | "not_signed_in" | "device_revoked" => Self::NotAllowed,
            "wrong_origin" => Self::WrongOrigin,
            "malformed" | "invalid_value" | "not_json" => Self::Malformed,
            "too_large" => Self::TooLarge,
            "wrong_state" | "already_exists" => Self::TooLate,
            "busy" | "too_many_tries" => Self::Busy,
            _ => Self::Fault,
        }
    }

    fn heading(self) -> Text {
        match self {
            Self::NotFound => text("Sidan finns inte", "There is no such page"),
            Self::NotAllowed => text("Det här är inte öppet för dig", "This is not open to you"),
            Self::WrongOrigin => text("Formuläret kom någon annanstans ifrån", "The form came from somewhere else"),
            Self::Malformed => text("Vi kunde inte läsa det du skickade", "We couldn't read what you sent"),
            Self::TooLarge => text("Det är för stort", "That is too large"),
            Self::TooLate => text("Det går inte längre", "It is too late for that"),
            Self::Busy => text("Servern hinner inte just nu", "The server is busy"),
            Self::Fault => text("Något gick fel hos oss", "Something went wrong here"),
        }
    }

    fn advice(self) -> Text {
        match self {
            Self::NotFound => text(
                "Adressen kan vara felskriven, eller så gäller den något som inte finns hos er.",
                "The address may be misspelt, or it is of something that isn't yours.",
            ),
            Self::NotAllowed => text(
                "Ditt konto har en annan uppgift. Behöver du komma åt sidan, prata med er administratör.",
                "Your account has another task. If you need this page, talk to your administrator.",
            ),
            Self::WrongOrigin => text(
                "Inget är ändrat. Gå tillbaka, ladda om sidan och försök igen.",
                "Nothing was changed. Go back, reload the page and try again.",
            ),
            Self::Malformed => text(
                "Inget är ändrat. Gå tillbaka, kontrollera det du skrev och försök igen.",
                "Nothing was changed. Go back, check what you wrote and try again.",
            ),
            Self::TooLarge => text(
                "Inget är ändrat. Dela upp det i mindre delar och försök igen.",
                "Nothing was changed. Divide it into smaller parts and try again.",
            ),
            Self::TooLate => text(
                "Någon annan kan ha hunnit före. Ladda om sidan och se hur det står till.",
                "Somebody else may have been first. Reload the page and see how it stands.",
            ),
            Self::Busy => text("Vänta en liten stund och försök igen.", "Wait a moment and try again."),
            Self::Fault => text("Felet är noterat. Försök igen om en stund.", "It has been noted. Try again in a while."),
        }
    }
}

impl Page for Problem {
    fn title(&self, lang: Lang) -> String {
        self.heading().get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        view! {
            <h1>{self.heading().get(lang)}</h1>
            <p>{self.advice().get(lang)}</p>
            <p><a href="/">{text("Till början", "To the start").get(lang)}</a></p>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
