//! A published month, as it may be seen: the one value that pages, files and the API are made of.

use super::{Books, Of};
use crate::store::published::Published;
use domain::{
    Channel, Gender, Rollup,
    disclose::{Cell, Hidden, OutcomeFigure, StandFigure, WorkRow},
    figures::{Acts, Bounds, Earlier, Level, LevelFigures, Named, Parts, Recency, SeenOutcomes, SeenReach, SeenStatus, SeenWork, Topic},
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A published month.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its last day.
    pub month: Date,
    books: Books,
    hidden: Hidden,
    hidden_work: BTreeSet<WorkRow>,
}

/// Whose figures a level's table holds: all of it, and its parts by name.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The region's name; none for all.
    pub region: Option<String>,
    /// All of it.
    pub of: Of,
    /// By region.
    pub regions: Vec<(Named, Of)>,
    /// By municipality.
    pub municipalities: Vec<(Named, Of)>,
    /// By gender.
    pub genders: Vec<(Gender, Of)>,
}

impl Table {
    /// Of a month as it was published.
    pub fn of(it: &Published) -> Self {
        let books = Books::of(&it.counts);
        let (hidden, hidden_work) = (books.hidden(&it.hidden), books.hidden_work(&it.hidden));
        Self { month: it.month, books, hidden, hidden_work }
    }

    /// Of a month in which nobody was counted.
    pub fn empty(month: Date) -> Self {
        Self { month, books: Books::of(&[]), hidden: Hidden::default(), hidden_work: BTreeSet::new() }
    }

    /// Before and after of a group. Who wasn't counted in the month is nobody.
    pub fn outcomes(&self, of: Of) -> SeenOutcomes {
        let figure = |it: OutcomeFigure| -> Option<u64> {
            let Some(whose) = self.books.whose(of) else { return Some(0) };
            let cell = Cell { whose, figure: it.number()? };
            (!self.hidden.cells.contains(&cell)).then(|| self.books.exact.value(cell))
        };
        let by = |one: fn(Rollup) -> OutcomeFigure| Rollup::known().map(|it| (it, figure(one(it)))).collect();
        let (youths, known_before, known_after) =
            (figure(OutcomeFigure::Youths), figure(OutcomeFigure::KnownBefore), figure(OutcomeFigure::KnownAfter));
        // The bounds tell how many are without occupation, and how many are known.
        let bounds = |none, known| Some(Bounds::among(figure(none)?, known?, youths?));
        SeenOutcomes {
            youths,
            complete: figure(OutcomeFigure::Complete),
            known_before,
            known_after,
            before: by(OutcomeFigure::Before),
            after: by(OutcomeFigure::After),
            bounds_before: bounds(OutcomeFigure::NoneBefore, known_before),
            bounds_after: bounds(OutcomeFigure::NoneAfter, known_after),
        }
    }

    /// A topic's figures of a level. None in a month that was published without: in the first ones there is before and after alone.
    pub fn level(&self, topic: Topic, whole: &Whole) -> Option<Level> {
        let figures = match topic {
            Topic::Outcomes => {
                let genders = whole.genders.iter().map(|(gender, it)| (*gender, self.outcomes(*it))).collect();
                LevelFigures::Outcomes(Parts { genders, ..parts(whole, |it| self.outcomes(it)) })
            }
            _ if !self.books.is_whole => return None,
            Topic::Status => LevelFigures::Status(parts(whole, |it| self.status(it))),
            Topic::Reach => LevelFigures::Reach(parts(whole, |it| self.reach(it))),
            // Of municipalities nothing is published.
            Topic::Work => LevelFigures::Work(parts(&Whole { municipalities: Vec::new(), ..whole.clone() }, |it| self.work(it))),
        };
        Some(Level { month: self.month, region: whole.region.clone(), figures, earlier: Earlier::default() })
    }

    /// A published figure; none where it is hidden. Who wasn't counted in the month is nobody.
    fn figure(&self, of: Of, code: &str) -> Option<u64> {
        let Some(whose) = self.books.whose(of) else { return Some(0) };
        let cell = Cell { whose, figure: self.books.exact.scheme.figure(code)? };
        (!self.hidden.cells.contains(&cell)).then(|| self.books.exact.value(cell))
    }

    fn status(&self, of: Of) -> SeenStatus {
        let figure = |it: StandFigure| self.figure(of, it.code());
        SeenStatus {
            registered: figure(StandFigure::Open),
            states: Rollup::ALL.iter().map(|it| (*it, figure(StandFigure::Status(*it)))).collect(),
            none_or_unknown: figure(StandFigure::NoneOrUnknown),
        }
    }

    fn reach(&self, of: Of) -> SeenReach {
        let figure = |it: StandFigure| self.figure(of, it.code());
        SeenReach {
            registered: self.outcomes(of).youths,
            reached: figure(StandFigure::Reached),
            tried: figure(StandFigure::Tried),
            untouched: figure(StandFigure::Untouched),
            open: figure(StandFigure::Open),
            last: Recency::ALL.into_iter().map(|it| (it, figure(StandFigure::Last(it)))).collect(),
        }
    }

    fn work(&self, of: Of) -> SeenWork {
        let Some(whose) = self.books.whose(of) else { return SeenWork::default() };
        let done = self.books.done(whose).channels;
        // A channel that nobody used may be hidden as well.
        let is_hidden = |it: &Channel| self.hidden_work.contains(&(whose, *it));
        let acts = |it: &Channel| {
            let through = done.get(it).copied().unwrap_or_default();
            (!is_hidden(it)).then_some(Acts { attempts: through.attempts.acts, contacts: through.contacts.acts })
        };
        let shown = Channel::ALL.iter().map(|it| (*it, acts(it)));
        SeenWork { channels: shown.filter(|it| it.1 != Some(Acts::default())).collect() }
    }
}

/// All but the genders, which only before and after has.
fn parts<T>(whole: &Whole, of: impl Fn(Of) -> T) -> Parts<T> {
    let each = |all: &[(Named, Of)]| all.iter().map(|(named, it)| (named.clone(), of(*it))).collect();
    Parts { whole: of(whole.of), regions: each(&whole.regions), municipalities: each(&whole.municipalities), genders: Vec::new() }
}
