//! One try at something that may fail, and what is said when it does.

use crate::phone::{
    model::Failure,
    ui::{Progress, Ui},
};
use leptos::{prelude::*, task::spawn_local};

/// A form's way through: ready, working, or wrong and why. One at a time.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    ui: Ui,
    /// Where it stands.
    pub progress: RwSignal<Progress>,
}

impl Attempt {
    /// Nothing tried yet.
    pub fn new() -> Self {
        Self { ui: Ui::here(), progress: RwSignal::new(Progress::Ready) }
    }

    /// Whether it is under way.
    pub fn is_working(self) -> bool {
        self.progress.get() == Progress::Working
    }

    /// Says that it can't be tried as it stands.
    pub fn refuse(self, why: impl Into<String>) {
        self.progress.set(Progress::Wrong(why.into()));
    }

    /// Tries, unless it is being tried already.
    pub fn run(self, doing: impl Future<Output = Result<(), Failure>> + 'static) {
        if self.progress.get_untracked() == Progress::Working {
            return;
        }
        self.progress.set(Progress::Working);
        spawn_local(async move {
            let result = doing.await;
            // Where it went well the screen may be gone by now, and the signal with it.
            let _ = self.progress.try_set(match result {
                Ok(()) => Progress::Ready,
                Err(failure) => Progress::Wrong(failure.say(self.ui.lang)),
            });
        });
    }
}
