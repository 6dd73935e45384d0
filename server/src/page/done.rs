//! What an act did, said on the page that it leads to. A code in the address rather than a cookie: nothing to clear.

use app::{
    page::Flash,
    words::{Text, text},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::Lang;

macro_rules! deeds {
    ($($variant:ident $code:literal $sv:literal $en:literal;)+) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Done {
            $($variant),+
        }

        impl Done {
            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            fn words(code: &str) -> Option<Text> {
                match code { $($code => Some(text($sv, $en)),)+ _ => None }
            }
        }
    };
}

deeds! {
    PasswordSet "password-set" "Lösenordet är sparat. Logga in med det nu." "The password is saved. Sign in with it now.";
    SignedOut "signed-out" "Du är utloggad." "You are signed out.";
    AccountDisabled "account-disabled" "Kontot är stängt och allt som var inloggat är utloggat. Telefoner lämnar det som inte är skickat och tömmer sig när de har nät." "The account is closed, and whatever was signed in is signed out. Phones hand over what is unsent and empty themselves when they have a network.";
    AccountEnabled "account-enabled" "Kontot är öppet igen." "The account is open again.";
    UnitCreated "unit-created" "Enheten finns nu." "The unit has been made.";
    UnitRenamed "unit-renamed" "Enheten har fått sitt nya namn." "The unit has its new name.";
    MemberJoined "member-joined" "Uppsökaren hör till enheten och får dess ungdomar i telefonen." "The worker belongs to the unit and gets its youths on the phone.";
    MemberLeft "member-left" "Uppsökaren hör inte längre till enheten. Ungdomarna försvinner ur telefonen." "The worker no longer belongs to the unit. The youths leave the phone.";
    AssignedNone "assigned-none" "Inget ändrades: de hade redan den enheten." "Nothing was changed: the unit had them already.";
    Assigned "assigned" "{count} ungdomar är fördelade." "{count} young people are assigned.";
    AssignedOne "assigned-one" "En ungdom är fördelad." "One young person is assigned.";
    Erased "erased" "Den unga är raderad, och försvinner ur telefonerna när de har nät." "The young person is erased, and leaves the phones when they have a network.";
    DeviceRevoked "device-revoked" "Telefonen är spärrad. Den tömmer sig nästa gång den har nät." "The phone is blocked. It empties itself the next time it has a network.";
    RecoveryReleased "recovery-released" "Telefonen får öppna igen." "The phone may open again.";
    RecoveryRefused "recovery-refused" "Telefonen fick nej." "The phone was told no.";
    QuarantineTaken "quarantine-taken" "Det som telefonen lämnade är infört." "What the phone handed over has gone in.";
    QuarantinePartly "quarantine-partly" "{count} togs inte emot av registret. De ligger kvar här, med skälet; resten är infört." "The register did not take {count} of them. They stay here, with the reason; the rest has gone in.";
    QuarantineDropped "quarantine-dropped" "Det som telefonen lämnade är bortkastat." "What the phone handed over is thrown away.";
    ImportApplied "import-applied" "Filen är inläst. {count} rader avvisades." "The file is imported. {count} rows were refused.";
    ImportNothing "import-nothing" "Inget ändrades. {count} rader avvisades." "Nothing was changed. {count} rows were refused.";
    ImportDropped "import-dropped" "Filen lästes inte in." "The file was not imported.";
    ImportUndone "import-undone" "Inläsningen är ångrad för {count} ungdomar." "The import is undone for {count} young people.";
    TextSaved "text-saved" "Texten är sparad. Den skickas inte förrän någon har kontrollerat den." "The text is saved. It isn't sent until somebody has checked it.";
    TextChecked "text-checked" "Texten är sparad och skickas från och med nu." "The text is saved and is sent from now on.";
    TextRemoved "text-removed" "Er egen text är borta." "Your own text is gone.";
    RemindersSaved "reminders-saved" "Inställningarna för påminnelser är sparade." "The settings for reminders are saved.";
    Released "released" "{count} meddelanden skickas nu, så långt de fortfarande gäller." "{count} messages are sent now, as far as they still hold.";
    ReleasedOne "released-one" "Ett meddelande skickas nu, om det fortfarande gäller." "One message is sent now, if it still holds.";
    ReleasedNone "released-none" "Inget ändrades: inga meddelanden väntar på svar." "Nothing was changed: no messages wait for an answer.";
    FollowUpsPlanned "follow-ups-planned" "{count} uppföljningar är planerade. De står under I dag hos uppsökarna." "{count} follow-ups are planned. They stand in Today with the workers.";
    FollowUpPlanned "follow-up-planned" "En uppföljning är planerad. Den står under I dag hos uppsökaren." "One follow-up is planned. It stands in Today with the worker.";
    FollowUpsNone "follow-ups-none" "Inget ändrades: alla i listan har redan en uppföljning." "Nothing was changed: everyone in the list has a follow-up already.";
    SettingsSaved "settings-saved" "Inställningarna är sparade." "The settings are saved.";
}

impl Done {
    /// What is said of it.
    pub(super) fn flash(self, count: usize, lang: Lang) -> Option<Flash> {
        flash(self.code(), Some(&count.to_string()), lang)
    }
}

/// What an address says was done.
pub(super) fn flash(code: &str, count: Option<&str>, lang: Lang) -> Option<Flash> {
    let count = count.filter(|it| it.len() < 8 && it.bytes().all(|it| it.is_ascii_digit())).unwrap_or("1");
    Done::words(code).map(|it| Flash::Done(it.fill(lang, &[("count", count)])))
}

/// To a page that says what was done.
pub(super) fn see(path: &str, done: Done) -> Response {
    see_counted(path, done, None)
}

/// The same with a number in it.
pub(super) fn see_counted(path: &str, done: Done, count: Option<usize>) -> Response {
    let join = if path.contains('?') { '&' } else { '?' };
    let count = count.map(|it| format!("&count={it}")).unwrap_or_default();
    (StatusCode::SEE_OTHER, Redirect::to(&format!("{path}{join}done={}{count}", done.code()))).into_response()
}
