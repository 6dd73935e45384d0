//! What can go wrong on the phone, in words that say what to do.

use crate::words::{Lang, Text, text};

/// Why something wasn't done. Whatever it was about is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The phone's disk, or the browser's share of it, is full.
    #[error("disk_full")]
    DiskFull,
    /// The browser's store failed in another way, or lost its connection twice.
    #[error("store_failed")]
    StoreFailed,
    /// A stored record can't be read with this key: damaged, or not ours.
    #[error("unreadable")]
    Unreadable,
    /// The key is gone: the app locked itself meanwhile.
    #[error("locked")]
    Locked,
    /// The passphrase, or the passkey, isn't the right one.
    #[error("wrong_passphrase")]
    WrongPassphrase,
    /// The browser couldn't work the key out: too little memory, most likely.
    #[error("no_worker")]
    NoWorker,
    /// The passphrase is shorter than twelve characters.
    #[error("short_passphrase")]
    ShortPassphrase,
    /// Wrong e-mail or password.
    #[error("wrong_credentials")]
    WrongCredentials,
    /// Too many tries.
    #[error("too_many_tries")]
    TooManyTries {
        /// Seconds until the next is let through, where the server says.
        wait: Option<u32>,
    },
    /// An account whose work isn't done on a phone.
    #[error("not_a_worker")]
    NotAWorker,
    /// The server can't be reached.
    #[error("offline")]
    Offline,
    /// The server doesn't know who this is any more.
    #[error("sign_in_again")]
    SignInAgain,
    /// This device was revoked.
    #[error("device_revoked")]
    Revoked,
    /// The server answered with a code that has no words of its own here.
    #[error("{0}")]
    Server(String),
    /// The phone has no passkey with a key in it, or the person said no.
    #[error("no_passkey")]
    NoPasskey,
    /// The server has no key for this phone: it was never online after its passphrase was chosen.
    #[error("no_recovery")]
    NoRecovery,
    /// No such youth on this phone.
    #[error("unknown_youth")]
    UnknownYouth,
    /// Signing out would lose entries that are on this phone only.
    #[error("unsent_entries")]
    Unsent,
}

impl Failure {
    /// A stable code, for whoever helps.
    pub fn code(&self) -> String {
        self.to_string()
    }

    /// What happened and what to do, with when where that is known.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::TooManyTries { wait: Some(seconds) } => {
                let minutes = seconds.div_ceil(60).max(1);
                let words = if minutes == 1 {
                    text("För många försök. Vänta en minut och försök igen.", "Too many tries. Wait a minute and try again.")
                } else {
                    text("För många försök. Vänta {antal} minuter och försök igen.", "Too many tries. Wait {antal} minutes and try again.")
                };
                words.fill(lang, &[("antal", &minutes.to_string())])
            }
            failure => failure.text().get(lang).to_owned(),
        }
    }

    /// What happened and what to do.
    pub fn text(&self) -> Text {
        match self {
            Self::DiskFull => text(
                "Telefonen är full, så det här gick inte att spara. Ta bort något, till exempel bilder, och försök igen.",
                "The phone is full, so this could not be saved. Remove something, photos for instance, and try again.",
            ),
            Self::StoreFailed => text(
                "Telefonen kunde inte spara. Stäng appen helt, öppna den och försök igen.",
                "The phone could not save. Close the app fully, open it and try again.",
            ),
            Self::Unreadable => text(
                "En uppgift i telefonen gick inte att läsa. Be din administratör om hjälp.",
                "Something stored on the phone could not be read. Ask your administrator for help.",
            ),
            Self::Locked => text("Appen har låsts. Lås upp och försök igen.", "The app has locked. Unlock it and try again."),
            Self::WrongPassphrase => text("Lösenfrasen stämmer inte. Försök igen.", "That isn't the passphrase. Try again."),
            Self::NoWorker => text(
                "Telefonen har för lite minne just nu. Stäng andra appar och försök igen.",
                "The phone is short of memory just now. Close other apps and try again.",
            ),
            Self::ShortPassphrase => {
                text("Välj minst tolv tecken, gärna några ord i rad.", "Choose at least twelve characters, a few words for instance.")
            }
            Self::WrongCredentials => text("E-postadressen eller lösenordet stämmer inte.", "The e-mail address or the password is wrong."),
            Self::TooManyTries { .. } => {
                text("För många försök. Vänta en stund och försök igen.", "Too many tries. Wait a while and try again.")
            }
            Self::NotAWorker => text(
                "Det här kontot är inte till för telefonen. Logga in på en dator i stället.",
                "This account isn't for the phone. Sign in on a computer instead.",
            ),
            Self::Offline => {
                text("Ingen kontakt med servern. Försök igen när du har nät.", "The server can't be reached. Try again with a network.")
            }
            Self::SignInAgain => text("Du behöver logga in igen. Inget är borta.", "You need to sign in again. Nothing is lost."),
            Self::Revoked => text(
                "Den här telefonen är spärrad. Lås upp den en gång till med nät, så skickas det som är kvar och telefonen töms.",
                "This phone has been revoked. Unlock it once more with a network: what is left is sent and the phone is emptied.",
            ),
            Self::Server(_) => {
                text("Servern kunde inte göra det här. Försök igen om en stund.", "The server could not do this. Try again in a while.")
            }
            Self::NoPasskey => text(
                "Det gick inte med fingeravtryck eller ansikte. Använd lösenfrasen.",
                "Fingerprint or face did not work. Use the passphrase.",
            ),
            Self::NoRecovery => text(
                "Servern har ingen nyckel till den här telefonen. Utan lösenfrasen går den inte att öppna.",
                "The server has no key for this phone. Without the passphrase it can't be opened.",
            ),
            Self::UnknownYouth => text("Den unga finns inte i telefonen längre.", "The youth is no longer on this phone."),
            Self::Unsent => text(
                "Det finns sådant i telefonen som inte är skickat. Det skulle försvinna om du loggar ut.",
                "There are things on this phone that have not been sent. Signing out would lose them.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_tries_says_when_to_come_back() {
        let say = |wait, lang| Failure::TooManyTries { wait }.say(lang);
        assert_eq!(say(Some(20), Lang::Sv), "För många försök. Vänta en minut och försök igen.");
        assert_eq!(say(Some(61), Lang::En), "Too many tries. Wait 2 minutes and try again.");
        assert_eq!(say(None, Lang::Sv), "För många försök. Vänta en stund och försök igen.");
    }
}
