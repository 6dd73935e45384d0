//! The page itself: when, with whom, and three answers.

use super::{
    Youthful,
    tongue::{Said, Tongue},
    words,
};
use domain::Answer;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

/// A meeting as the youth sees it.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// The coach's first name, where it is known.
    pub coach: Option<String>,
    /// What there is to say of the time.
    pub ahead: Ahead,
    /// What the calendar file does, where there is one.
    pub calendar: Option<Calendar>,
    /// What the youth has answered.
    pub answer: Option<Answer>,
    /// Whether texts go to the number that the link was sent to.
    pub sms: Sms,
    /// What the page's script subscribes to notifications with, where the server sends them.
    pub push_key: Option<String>,
}

/// What there is to say of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// It is then. Civil time in Sweden, and the day today.
    At(DateTime, Date),
    /// It was then.
    Over(DateTime, Date),
    /// It won't be.
    Cancelled,
    /// Two people have said different times.
    Unsettled,
}

/// What the calendar file does to a calendar that may have been given an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Puts the meeting there.
    Add,
    /// Gives it its new time.
    Update,
    /// Takes it away, with its alarm.
    Remove,
}

/// Whether texts go to the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sms {
    /// They do.
    Open,
    /// The youth has stopped them.
    Stopped,
    /// Somebody else has the number, and has said so.
    WrongPerson,
    /// There is no number.
    Nowhere,
}

impl Meeting {
    fn coach(&self, tongue: Tongue) -> String {
        self.coach.clone().unwrap_or_else(|| words::SOMEONE.get(tongue).to_owned())
    }
}

impl Youthful for Meeting {
    fn title(&self, tongue: Tongue) -> String {
        match (self.sms, self.ahead) {
            (Sms::WrongPerson, _) => words::WRONG_PERSON_DONE.get(tongue).to_owned(),
            (_, Ahead::At(at, _)) => tongue.time(at),
            (_, Ahead::Over(..)) => words::OVER.get(tongue).to_owned(),
            (_, Ahead::Cancelled) => words::CANCELLED.get(tongue).to_owned(),
            (_, Ahead::Unsettled) => words::UNSETTLED.get(tongue).to_owned(),
        }
    }

    fn body(self, tongue: Tongue, base: &str) -> AnyView {
        if self.sms == Sms::WrongPerson {
            // Neither the time nor a name: whoever reads this is a stranger.
            return view! {
                <h1 class="own__time">{self.title(tongue)}</h1>
                <p role="status">{words::WRONG_PERSON_MORE.get(tongue)}</p>
                {act(base, "right-person", tongue, words::WRONG_PERSON_UNDO.get(tongue), "button button--quiet")}
            }
            .into_any();
        }
        let coach = self.coach(tongue);
        let (shown, when) = match self.ahead {
            Ahead::At(at, today) | Ahead::Over(at, today) => (Some(at), Some(tongue.date(at.date(), today))),
            Ahead::Cancelled | Ahead::Unsettled => (None, None),
        };
        let with = self.coach.as_ref().map(|it| words::WITH.of(it, tongue));
        let line = [when, with].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let told = match self.ahead {
            Ahead::Cancelled | Ahead::Unsettled => Some(words::NEW_TIME.of(&coach, tongue)),
            Ahead::Over(..) => Some(words::OVER_MORE.get(tongue).to_owned()),
            Ahead::At(..) => None,
        };
        let is_ahead = matches!(self.ahead, Ahead::At(..));
        let answered = self.answer.filter(|it| is_ahead || *it == Answer::CallMe).map(|it| {
            let words = match it {
                Answer::Coming => words::COMING_DONE,
                Answer::NotComing => words::NOT_COMING_DONE,
                Answer::CallMe => words::CALL_ME_DONE,
            };
            view! { <p class="notice notice--done" role="status">{words.of(&coach, tongue)}</p> }
        });
        let answers = [
            (Answer::Coming, words::COMING, words::COMING_DOES),
            (Answer::NotComing, words::NOT_COMING, words::NOT_COMING_DOES),
            (Answer::CallMe, words::CALL_ME, words::CALL_ME_DOES),
        ];
        let buttons = answers
            .into_iter()
            .filter(|(it, ..)| is_ahead || *it == Answer::CallMe)
            .map(|(it, word, does)| answer(base, it, tongue, word, &does.of(&coach, tongue), self.answer == Some(it), shown))
            .collect_view();
        view! {
            <div class="own__when">
                <h1 class="own__time">{self.title(tongue)}</h1>
                <p class="soft">{line}</p>
            </div>
            {told.map(|it| view! { <p>{it}</p> })}
            {answered}
            <div class="own__answers">{buttons}</div>
            {more(base, tongue, self.sms, self.calendar, self.push_key)}
        }
        .into_any()
    }
}

fn address(base: &str, act: &str, tongue: Tongue) -> String {
    format!("{base}/{act}?lang={}", tongue.tag())
}

/// One of the three answers, with what it does beneath. The chosen one is marked, and can be chosen again. It says which time was
/// shown: the meeting may get another before it is tapped.
fn answer(base: &str, answer: Answer, tongue: Tongue, word: Said, does: &str, is_chosen: bool, shown: Option<DateTime>) -> AnyView {
    let class = if is_chosen { "own__answer own__answer--chosen" } else { "own__answer" };
    let pressed = is_chosen.then_some("true");
    view! {
        <form method="post" action=address(base, answer.code().replace('_', "-").as_str(), tongue)>
            {shown.map(|it| view! { <input type="hidden" name="at" value=it.to_string() /> })}
            <button class=class type="submit" aria-pressed=pressed>
                <span class="own__word">{word.get(tongue)}</span>
                <span class="small">{does.to_owned()}</span>
            </button>
        </form>
    }
    .into_any()
}

fn act(base: &str, name: &str, tongue: Tongue, words: &'static str, class: &'static str) -> AnyView {
    view! { <form method="post" action=address(base, name, tongue)><button class=class type="submit">{words}</button></form> }.into_any()
}

/// What stands small beneath: the calendar, the way out, and what is kept.
fn more(base: &str, tongue: Tongue, sms: Sms, calendar: Option<Calendar>, push_key: Option<String>) -> AnyView {
    const SMALL: &str = "own__small";
    let calendar = calendar.map(|it| {
        let words = match it {
            Calendar::Add => words::CALENDAR,
            Calendar::Update => words::CALENDAR_UPDATE,
            Calendar::Remove => words::CALENDAR_REMOVE,
        };
        view! { <a class=SMALL href=address(base, "calendar.ics", tongue)>{words.get(tongue)}</a> }
    });
    let stopped = (sms == Sms::Stopped).then(|| {
        view! {
            <div class="stack">
                <p class="notice notice--done" role="status">{words::STOP_DONE.get(tongue)}</p>
                {act(base, "resume", tongue, words::STOP_UNDO.get(tongue), "button")}
            </div>
        }
    });
    let open = (sms == Sms::Open).then(|| {
        view! {
            {act(base, "stop", tongue, words::STOP.get(tongue), SMALL)}
            <details class="own__fold">
                <summary class=SMALL>{words::WRONG_PERSON.get(tongue)}</summary>
                <div class="stack">
                    <p>{words::WRONG_PERSON_ASK.get(tongue)}</p>
                    {act(base, "wrong-person", tongue, words::WRONG_PERSON_YES.get(tongue), "button")}
                </div>
            </details>
        }
    });
    // Hidden until the script has seen that notifications work here.
    let push = push_key.map(|key| {
        view! {
            <div class="stack" id="push" hidden=true data-key=key data-base=base.to_owned() data-lang=tongue.tag()
                data-denied=words::PUSH_DENIED.get(tongue) data-done=words::PUSH_DONE.get(tongue)>
                <div class="cluster">
                    <button class=SMALL type="button" id="push-on" hidden=true>{words::PUSH_ON.get(tongue)}</button>
                    <button class=SMALL type="button" id="push-off" hidden=true>{words::PUSH_OFF.get(tongue)}</button>
                </div>
                <p class="small soft" id="push-said" role="status"></p>
            </div>
        }
    });
    view! {
        {stopped}
        <section class="own__more" aria-label=words::MORE.get(tongue)>
            <div class="own__row">
                {calendar}
                {open}
                <a class=SMALL href=address(base, "about", tongue)>{words::ABOUT.get(tongue)}</a>
            </div>
            {push}
        </section>
    }
    .into_any()
}
