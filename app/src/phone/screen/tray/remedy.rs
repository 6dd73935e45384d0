//! What helps against a refusal.

use crate::words::{Text, text};
use domain::sync::Refusal;

/// What the worker can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Put it right, where there is something to put right.
    Mend,
    /// Send it again, once something else has happened.
    Resend,
    /// Let it go: nothing helps.
    Discard,
}

/// What helps, and in words what to do.
pub fn remedy(refusal: Refusal) -> (Remedy, Text) {
    match refusal {
        Refusal::NoteNotAllowed => (Remedy::Mend, text("Rätta anteckningen, så skickas det.", "Put the note right, and it is sent.")),
        Refusal::InvalidValue => (Remedy::Mend, text("Rätta det som är fel, så skickas det.", "Put right what is wrong, and it is sent.")),
        Refusal::TooOld => (
            Remedy::Mend,
            text(
                "Se efter personnumret. Stämmer det går den unga inte att skriva in.",
                "Check the personal number. If it is right the youth can't be registered.",
            ),
        ),
        Refusal::NotYourYouth => (
            Remedy::Resend,
            text(
                "Fråga den som fördelar. Kommer den unga tillbaka till din enhet kan du skicka igen.",
                "Ask whoever assigns. If the youth comes back to your unit it can be sent again.",
            ),
        ),
        Refusal::NotAllowed => (
            Remedy::Resend,
            text("Be någon som får. Har din roll ändrats, skicka igen.", "Ask somebody who may. If your role has changed, send again."),
        ),
        Refusal::UnknownReference => (
            Remedy::Resend,
            text(
                "Ordna först det andra som inte är sparat om samma person.",
                "First settle what else was not saved about the same person.",
            ),
        ),
        Refusal::Unreadable => (
            Remedy::Resend,
            text("Be din administratör om hjälp, och skicka igen sedan.", "Ask your administrator for help, then send it again."),
        ),
        Refusal::SchemaTooNew | Refusal::DeviceCloned => {
            (Remedy::Resend, text("Du behöver inte göra något, men kan skicka igen nu.", "You need do nothing, but can send again now."))
        }
        Refusal::Malformed => {
            (Remedy::Discard, text("Skriv in det på nytt, och släng sedan det här.", "Enter it anew, and then discard this."))
        }
        Refusal::Erased => (Remedy::Discard, text("Det går inte att spara. Släng det.", "It can't be saved. Discard it.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_a_way_out() {
        for refusal in Refusal::ALL {
            assert!(!remedy(*refusal).1.sv.is_empty(), "{refusal:?}");
        }
        assert_eq!(remedy(Refusal::NotYourYouth).0, Remedy::Resend);
    }
}
