//! What the screens share beside the model: the sheet that is open, the line that says "Sparat", and whose youths.

pub use super::draft::Sheet;
use super::{
    draft::Draft,
    model::{Failure, Model},
};
use crate::words::{Lang, Text, text};
use domain::{EntryId, Fact, Youth, YouthId};
use leptos::{leptos_dom::helpers::set_timeout, prelude::*, task::spawn_local};
use std::{sync::Arc, time::Duration};

/// How long "Ångra" stays.
const UNDO: Duration = Duration::from_secs(8);
/// So soon after a tap the next one is the same finger's: by then another row may stand beneath it.
const DOUBLE_TAP: Duration = Duration::from_millis(400);

/// Copy; `Ui::here()` within a screen.
#[derive(Clone, Copy, Debug)]
pub struct Ui {
    /// The phone.
    pub model: Model,
    /// The language. The screens are made anew when it changes.
    pub lang: Lang,
    /// The sheet that is open.
    pub sheet: RwSignal<Option<Opened>>,
    /// What was just done, or wasn't.
    pub toast: RwSignal<Option<Toast>>,
    /// The worker's own youths, or the whole unit's.
    pub units: RwSignal<bool>,
    /// Whether somebody has just tapped what is written with one tap.
    tapped: RwSignal<bool>,
    /// What is typed in the search field: still there on the way back from a card.
    pub typed: RwSignal<String>,
    /// The one of the four places that was shown last: where the arrow on a card leads back to.
    pub place: RwSignal<&'static str>,
    /// Whether "Hur gick det?" was closed without an answer: it stands in a line until the app is seen again.
    pub later: RwSignal<bool>,
    /// Whether finger or face is offered, right after the passphrase was chosen.
    pub offers_passkey: RwSignal<bool>,
}

/// An open sheet, and the youth as they were when it opened: what a change has seen is what its writer saw.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Which.
    pub sheet: Sheet,
    /// Whose.
    pub youth: Arc<Youth>,
    /// What had been written in it before the app locked.
    pub draft: Option<Draft>,
}

/// The line at the bottom.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What happened.
    pub text: String,
    /// What can be taken back.
    pub undo: Option<(YouthId, EntryId)>,
    /// What there is more to do.
    pub more: Option<(Text, YouthId, Sheet)>,
}

/// Where a form stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Being filled in.
    #[default]
    Ready,
    /// Being saved.
    Working,
    /// It wasn't saved: what happened and what to do.
    Wrong(String),
}

/// What is said once something is saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// "Sparat: möte tors 26 nov".
    pub text: String,
    /// What there is more to do, beside "Ångra".
    pub more: Option<(Text, Sheet)>,
}

impl Saved {
    /// Nothing more to do.
    pub fn said(text: impl Into<String>) -> Self {
        Self { text: text.into(), more: None }
    }
}

impl Ui {
    /// With nothing open.
    pub fn new(model: Model, lang: Lang, offers_passkey: bool) -> Self {
        Self {
            model,
            lang,
            sheet: RwSignal::new(None),
            toast: RwSignal::new(None),
            units: RwSignal::new(false),
            tapped: RwSignal::new(false),
            typed: RwSignal::new(String::new()),
            place: RwSignal::new("/app/ungdomar"),
            later: RwSignal::new(false),
            offers_passkey: RwSignal::new(offers_passkey),
        }
    }

    /// That of the screen we are in.
    pub fn here() -> Self {
        expect_context()
    }

    /// A text in the language of the app.
    pub fn t(self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// Opens a sheet once the youth has been read.
    pub fn open(self, youth: YouthId, sheet: Sheet) {
        self.open_with(youth, sheet, None);
    }

    /// Opens a sheet with what had been written in it.
    pub fn open_with(self, youth: YouthId, sheet: Sheet, draft: Option<Draft>) {
        spawn_local(async move {
            match self.model.youth(youth).await {
                Ok(youth) => self.sheet.set(Some(Opened { sheet, youth: Arc::new(youth), draft })),
                Err(failure) => self.complain(&failure),
            }
        });
    }

    /// Closes the sheet, and lets go what was written in it.
    pub fn close(self) {
        self.sheet.set(None);
        self.model.keep_draft(None);
    }

    /// Writes, says so, and closes the sheet. Until the disk has it, nothing is said to be saved.
    pub fn save(self, progress: RwSignal<Progress>, youth: YouthId, facts: Vec<Fact>, saved: Saved) {
        if progress.get_untracked() == Progress::Working {
            return;
        }
        if facts.is_empty() {
            self.close();
            return;
        }
        progress.set(Progress::Working);
        spawn_local(async move {
            match self.write(youth, facts, saved).await {
                Ok(()) => self.close(),
                Err(failure) => {
                    // The form may be gone by now; then the line says it.
                    if progress.try_set(Progress::Wrong(failure.say(self.lang))).is_some() {
                        self.complain(&failure);
                    }
                }
            }
        });
    }

    /// Writes what one tap says, from a row or a card. A double tap says it once.
    pub fn tap(self, youth: YouthId, facts: Vec<Fact>, saved: Saved) {
        if self.tapped.get_untracked() {
            return;
        }
        self.tapped.set(true);
        spawn_local(async move {
            if let Err(failure) = self.write(youth, facts, saved).await {
                self.complain(&failure);
            }
            // The app may have locked meanwhile, and the signal gone with it.
            let end = move || {
                let _ = self.tapped.try_set(false);
            };
            set_timeout(end, DOUBLE_TAP);
        });
    }

    async fn write(self, youth: YouthId, facts: Vec<Fact>, saved: Saved) -> Result<(), Failure> {
        self.write_with(youth, facts, |_| saved).await
    }

    /// Writes, and says what the entry's id is needed for.
    pub async fn write_with(self, youth: YouthId, facts: Vec<Fact>, saved: impl FnOnce(EntryId) -> Saved) -> Result<(), Failure> {
        // What takes something back can't be taken back itself: what was, is said again.
        let may_undo = facts.iter().any(|it| !matches!(it, Fact::Withdrawn { .. }));
        let entry = self.model.write(youth, facts).await?;
        let saved = saved(entry);
        let more = saved.more.map(|(text, sheet)| (text, youth, sheet));
        self.say(Toast { text: saved.text, undo: may_undo.then_some((youth, entry)), more });
        Ok(())
    }

    /// Takes back what was just saved.
    pub fn undo(self, youth: YouthId, entry: EntryId) {
        spawn_local(async move {
            match self.model.undo(youth, entry).await {
                Ok(()) => self.say(Toast { text: self.t(UNDONE).to_owned(), undo: None, more: None }),
                Err(failure) => self.complain(&failure),
            }
        });
    }

    /// Shows a line for eight seconds.
    pub fn say(self, toast: Toast) {
        self.toast.set(Some(toast.clone()));
        let hide = move || {
            if self.toast.try_with_untracked(|it| it.as_ref() == Some(&toast)) == Some(true) {
                self.toast.set(None);
            }
        };
        set_timeout(hide, UNDO);
    }

    /// Says what went wrong.
    pub fn complain(self, failure: &Failure) {
        self.say(Toast { text: failure.say(self.lang), undo: None, more: None });
    }

    /// What a colleague is called.
    pub fn colleague(self, account: domain::AccountId) -> String {
        let name = self.model.me().with_untracked(|me| {
            let me = me.as_ref()?;
            if me.account.id == account {
                return Some(self.t(YOU).to_owned());
            }
            me.units.iter().flat_map(|it| &it.workers).find(|it| it.id == account).map(|it| it.name.clone())
        });
        name.unwrap_or_else(|| self.t(SOMEONE).to_owned())
    }

    /// On whose behalf something was written.
    pub fn actor(self, by: domain::Actor) -> String {
        match by {
            domain::Actor::Account(account) => self.colleague(account),
            domain::Actor::Youth => self.t(text("Den unga", "The youth")).to_owned(),
            domain::Actor::System => "Uppsök".to_owned(),
        }
    }
}

const UNDONE: Text = text("Ångrat", "Undone");
const YOU: Text = text("Du", "You");
const SOMEONE: Text = text("En kollega", "A colleague");
