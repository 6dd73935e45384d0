//! Everything that levels see of youths as one scheme: before and after, status at the month's end, and reach. They are about
//! the same youths, so what one table shows says something of another: who is in work at the month's end and was asked
//! since they were registered is in work after, and whoever is open and was never reached hasn't been reached.

use super::{
    Figure, Scheme, Sum,
    outcomes::{BY_AFTER, NEITHER, ONLY_AFTER, ONLY_BEFORE, ROLLUPS},
};
use crate::{
    Rollup,
    figures::{Recency, Stand, Touched},
};
use std::ops::Range;

/// The atoms. First those of before and after, divided by whether the registration has ended and, where it is open, by what
/// the youth does now: that is what they do after where that is known, else what they did before where that still holds,
/// else not known.
const BY_BEFORE: Range<usize> = 0..6;
const AFTER_GONE: usize = 6;
const AFTER_OPEN: usize = 12;
const BEFORE_GONE: [usize; 2] = [18, 19];
const BEFORE_LAPSED: [usize; 2] = [20, 21];
const BEFORE_HOLDS: usize = 22;
const ONLY_AFTER_GONE: [usize; 2] = [28, 29];
const ONLY_AFTER_OPEN: usize = 30;
const NEITHER_GONE: usize = 36;
const NEITHER_OPEN: usize = 37;
/// Then the same youths once more, by what has come of seeking them: the open, and those that have ended.
const OPEN: Range<usize> = 38..43;
const GONE: Range<usize> = 43..46;
const LAST: [usize; 3] = [38, 39, 40];
const OPEN_TRIED: usize = 41;
const OPEN_UNTOUCHED: usize = 42;
const GONE_REACHED: usize = 43;
const GONE_TRIED: usize = 44;
const GONE_UNTOUCHED: usize = 45;
const ATOMS: usize = 46;

/// What isn't published and only grows, by how it is computed: a registration that has ended stays so, and who has been sought or
/// reached has been. Nothing else does of what levels see and counts each registration once, but youths and who was reached.
const GONE_IS: &[Sum] = &[&[("youths", 1), ("open", -1)]];
const TOUCHED_IS: &[Sum] = &[&[("reached", 1), ("tried", 1)], &[("youths", 1), ("untouched", -1)]];
const GONE_REACHED_IS: &[Sum] = &[
    &[("reached", 1), ("last.within_1_month", -1), ("last.1_to_4_months", -1), ("last.over_4_months", -1)],
    &[("reached", 1), ("open", -1), ("last.never", 1)],
];
/// Whose registration has ended isn't reached in it any more.
const GONE_UNREACHED_IS: &[Sum] =
    &[&[("tried", 1), ("untouched", 1), ("last.never", -1)], &[("youths", 1), ("reached", -1), ("last.never", -1)]];
const GONE_OR_REACHED_IS: &[Sum] = &[&[("youths", 1), ("last.never", -1)]];

/// A published figure of status or reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandFigure {
    /// Open at the month's end.
    Open,
    /// The open, by what they do; [`Rollup::Unknown`] is not known.
    Status(Rollup),
    /// The open without occupation or not known: always together.
    NoneOrUnknown,
    /// Registrations with a contact.
    Reached,
    /// Registrations with an attempt and no contact.
    Tried,
    /// Registrations with neither.
    Untouched,
    /// The open, by when the last contact was.
    Last(Recency),
}

impl StandFigure {
    /// Its code in [`Scheme::levels`].
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Status(Rollup::None) => "status.none",
            Self::Status(Rollup::Work) => "status.work",
            Self::Status(Rollup::AdultEducation) => "status.adult_education",
            Self::Status(Rollup::FolkHighSchool) => "status.folk_high_school",
            Self::Status(Rollup::Education) => "status.education",
            Self::Status(Rollup::Other) => "status.other",
            Self::Status(Rollup::Unknown) => "status.unknown",
            Self::NoneOrUnknown => "status.none_or_unknown",
            Self::Reached => "reached",
            Self::Tried => "tried",
            Self::Untouched => "untouched",
            Self::Last(Recency::Month) => "last.within_1_month",
            Self::Last(Recency::FourMonths) => "last.1_to_4_months",
            Self::Last(Recency::Longer) => "last.over_4_months",
            Self::Last(Recency::Never) => "last.never",
        }
    }
}

/// The atom of before and after that an atom is a part of.
fn coarse(atom: usize) -> Option<usize> {
    let either = |all: [usize; 2]| all.iter().position(|it| *it == atom);
    match atom {
        it if it < AFTER_OPEN => Some(it),
        it if it < BEFORE_GONE[0] => Some(BY_AFTER.start + it - AFTER_OPEN),
        it if it < BEFORE_HOLDS => either(BEFORE_GONE).or(either(BEFORE_LAPSED)).map(|it| ONLY_BEFORE[it]),
        it if it < ONLY_AFTER_GONE[0] => Some(ONLY_BEFORE[usize::from(it > BEFORE_HOLDS)]),
        it if it < ONLY_AFTER_OPEN => either(ONLY_AFTER_GONE).map(|it| ONLY_AFTER[it]),
        it if it < NEITHER_GONE => Some(ONLY_AFTER[usize::from(it > ONLY_AFTER_OPEN)]),
        NEITHER_GONE | NEITHER_OPEN => Some(NEITHER),
        _ => None,
    }
}

impl Scheme {
    /// Before and after, status and reach. The figures of before and after come first, numbered as in [`Scheme::outcomes`];
    /// status and reach aren't published of genders.
    pub fn levels() -> Self {
        let parts = |whole: &[usize]| (0..ATOMS).filter(|it| coarse(*it).is_some_and(|it| whole.contains(&it))).collect::<Vec<_>>();
        let mut figures = Self::outcomes().figures;
        for it in &mut figures {
            it.atoms = parts(&it.atoms);
        }
        let open = figures.len();
        let both = |a: &[usize], b: &[usize]| a.iter().chain(b).copied().collect::<Vec<_>>();
        let (none, unknown) = (status(0), [BEFORE_LAPSED[0], BEFORE_LAPSED[1], NEITHER_OPEN]);
        let (reached, tried, untouched) = (both(&LAST, &[GONE_REACHED]), [OPEN_TRIED, GONE_TRIED], [OPEN_UNTOUCHED, GONE_UNTOUCHED]);
        let of_all = |it: Figure| Figure { of_groups: false, grows: false, ..it };
        let shown = |it: StandFigure, atoms: &[usize], worth| of_all(Figure::shown(it.code(), atoms.to_vec(), worth));
        let headline = |it: StandFigure, atoms: &[usize], worth| Figure { is_headline: true, ..shown(it, atoms, worth) };
        let between = |code, atoms: &[usize]| of_all(Figure::between(code, atoms.to_vec()));
        figures.push(headline(StandFigure::Open, &OPEN.collect::<Vec<_>>(), 3));
        figures.extend(ROLLUPS.iter().enumerate().map(|(nth, it)| Figure {
            tells_of: Some(open),
            is_headline: *it == Rollup::None,
            ..shown(StandFigure::Status(*it), &status(nth), 2)
        }));
        figures.extend([
            headline(StandFigure::Status(Rollup::Unknown), &unknown, 2),
            headline(StandFigure::NoneOrUnknown, &both(&none, &unknown), 2),
            Figure { grows: true, ..headline(StandFigure::Reached, &reached, 3) },
            shown(StandFigure::Tried, &tried, 1),
            shown(StandFigure::Untouched, &untouched, 1),
            shown(StandFigure::Last(Recency::Month), &LAST[..1], 1),
            shown(StandFigure::Last(Recency::FourMonths), &LAST[1..2], 1),
            shown(StandFigure::Last(Recency::Longer), &LAST[2..], 1),
            shown(StandFigure::Last(Recency::Never), &[OPEN_TRIED, OPEN_UNTOUCHED], 1),
            between("gone", &GONE.collect::<Vec<_>>()).growing(GONE_IS),
            between("status.occupied", &(1..6).flat_map(status).collect::<Vec<_>>()),
            between("touched", &both(&reached, &tried)).growing(TOUCHED_IS),
            between("unreached", &both(&tried, &untouched)),
            between("open_reached", &LAST),
            between("gone_reached", &[GONE_REACHED]).growing(GONE_REACHED_IS),
            between("gone_unreached", &[GONE_TRIED, GONE_UNTOUCHED]).growing(GONE_UNREACHED_IS),
            // Of months that have been closed it isn't known how many of these are of the same youth, so only that it grows matters.
            Figure { is_kept: false, ..between("gone_or_reached", &both(&LAST, &GONE.collect::<Vec<_>>())).growing(GONE_OR_REACHED_IS) },
        ]);
        let open_atoms: Vec<usize> = (0..6).flat_map(status).chain(unknown).collect();
        let is_open = |it: &usize| open_atoms.contains(it);
        let (now, ended): (Vec<usize>, Vec<usize>) = (AFTER_GONE..OPEN.start).partition(is_open);
        let zero = |plus: Vec<usize>, minus: Range<usize>| plus.into_iter().map(|it| (it, 1)).chain(minus.map(|it| (it, -1))).collect();
        let balances = vec![zero(BY_BEFORE.collect(), AFTER_GONE..BEFORE_GONE[0]), zero(now, OPEN), zero(ended, GONE)];
        Self { atoms: ATOMS, figures, balances }
    }
}

/// The open that do one thing, by the number of its roll-up.
fn status(nth: usize) -> Vec<usize> {
    vec![AFTER_OPEN + nth, ONLY_AFTER_OPEN + nth, BEFORE_HOLDS + nth]
}

impl Stand {
    /// Adds so many registrations to each atom that they belong to.
    pub fn count_into(self, atoms: &mut [u64], count: u64) {
        let nth = |rollup: Rollup| ROLLUPS.iter().position(|it| *it == rollup);
        let (before, after) = (nth(self.pair.before), nth(self.pair.after));
        let other = |nth: usize| usize::from(nth > 0);
        let at = match (before, after, self.status) {
            (Some(_), Some(after), None) => AFTER_GONE + after,
            (Some(_), Some(after), Some(_)) => AFTER_OPEN + after,
            (Some(before), None, None) => BEFORE_GONE[other(before)],
            (Some(before), None, Some(Rollup::Unknown)) => BEFORE_LAPSED[other(before)],
            (Some(before), None, Some(_)) => BEFORE_HOLDS + before,
            (None, Some(after), None) => ONLY_AFTER_GONE[other(after)],
            (None, Some(after), Some(_)) => ONLY_AFTER_OPEN + after,
            (None, None, None) => NEITHER_GONE,
            (None, None, Some(_)) => NEITHER_OPEN,
        };
        atoms[at] += count;
        if let (Some(before), Some(_)) = (before, after) {
            atoms[before] += count;
        }
        let touched = match (self.touched, self.status.is_some()) {
            (Touched::Month, true) => LAST[0],
            (Touched::FourMonths, true) => LAST[1],
            (Touched::Longer, true) => LAST[2],
            (Touched::Attempt, true) => OPEN_TRIED,
            (Touched::Nothing, true) => OPEN_UNTOUCHED,
            (Touched::Month | Touched::FourMonths | Touched::Longer, false) => GONE_REACHED,
            (Touched::Attempt, false) => GONE_TRIED,
            (Touched::Nothing, false) => GONE_UNTOUCHED,
        };
        atoms[touched] += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        disclose::OutcomeFigure,
        figures::{Choice, Counts, Group, Pair, Person, Span, tests::person},
    };
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A figure of atoms, by its code.
    fn value(scheme: &Scheme, code: &str, atoms: &[u64]) -> u64 {
        scheme.value(scheme.figure(code).expect(code), atoms)
    }

    proptest! {
        /// What levels see is what a lead sees: the same counts, whoever counts them.
        #[test]
        fn atoms_add_up_to_what_is_counted(persons in proptest::collection::vec(person(), 0..12), days in 0..700i32) {
            let day = crate::civil::days_after(date(2025, 1, 1), days);
            let scheme = Scheme::levels();
            let mut atoms = vec![0; scheme.atoms];
            persons.iter().flat_map(|it: &Person| it.stands(day).collect::<Vec<_>>()).for_each(|it| it.count_into(&mut atoms, 1));
            let counts = Counts::of(&persons, Span { from: None, to: day }, &Choice::default());
            for balance in &scheme.balances {
                let sum: i64 = balance.iter().map(|(atom, sign)| i64::from(*sign) * i64::try_from(atoms[*atom]).expect("few")).sum();
                prop_assert_eq!(sum, 0);
            }
            let value = |code| value(&scheme, code, &atoms);
            let outcomes = counts.outcomes();
            let of = |it: OutcomeFigure| scheme.value(it.number().expect("a figure"), &atoms);
            prop_assert_eq!([of(OutcomeFigure::Youths), of(OutcomeFigure::Complete)], [outcomes.youths, outcomes.complete]);
            prop_assert_eq!([of(OutcomeFigure::KnownBefore), of(OutcomeFigure::KnownAfter)], [outcomes.known_before, outcomes.known_after]);
            prop_assert_eq!((of(OutcomeFigure::NoneBefore), of(OutcomeFigure::NoneAfter)), outcomes.none_known());
            for it in ROLLUPS {
                prop_assert_eq!(of(OutcomeFigure::Before(it)), outcomes.before(it));
                prop_assert_eq!(of(OutcomeFigure::After(it)), outcomes.after(it));
            }
            let status = &counts.status;
            prop_assert_eq!([value("open"), value("status.none_or_unknown")], [status.registered(), status.none_or_unknown()]);
            for it in Rollup::ALL.iter().copied() {
                let states = status.states.iter().filter(|(state, _)| match state {
                    crate::figures::State::Is(occupation) => occupation.rollup() == it,
                    _ => it == Rollup::Unknown,
                });
                prop_assert_eq!(value(StandFigure::Status(it).code()), states.map(|it| it.1).sum::<u64>());
            }
            prop_assert_eq!(value("status.occupied"), status.group(Group::Occupied));
            prop_assert_eq!([value("youths"), value("reached")], [counts.reach.registered, counts.reach.contacted]);
            for it in Recency::ALL {
                prop_assert_eq!(value(StandFigure::Last(it).code()), counts.reach.last(it));
            }
            prop_assert!(value("tried") + value("reached") >= counts.reach.attempted, "a contact may be an answer that nobody sought");
            prop_assert_eq!(value("touched") + value("untouched"), value("youths"));
            prop_assert_eq!(value("open") + value("gone"), value("youths"));
        }
    }

    #[test]
    fn what_grows_unpublished_is_what_its_sums_give() {
        let scheme = Scheme::levels();
        let growing = || scheme.figures.iter().filter(|it| it.grows && !it.is_shown);
        let codes: Vec<&str> = growing().map(|it| it.code).collect();
        assert_eq!(codes, ["gone", "touched", "gone_reached", "gone_unreached", "gone_or_reached"]);
        let pairs = Rollup::ALL.iter().flat_map(|before| Rollup::ALL.iter().map(move |after| Pair { before: *before, after: *after }));
        for pair in pairs {
            for (status, touched) in
                Touched::ALL.into_iter().flat_map(|it| [(None, it), (Some(pair.before), it), (Some(Rollup::Unknown), it)])
            {
                let mut atoms = vec![0; scheme.atoms];
                Stand { pair, status, touched }.count_into(&mut atoms, 1);
                let value = |code: &str| i64::try_from(value(&scheme, code, &atoms)).expect("few");
                for (figure, sum) in growing().flat_map(|it| it.sums.iter().map(move |sum| (it, sum))) {
                    let all: i64 = sum.iter().map(|(code, sign)| value(code) * i64::from(*sign)).sum();
                    assert_eq!(all, value(figure.code), "{} of {pair}, {status:?}, {touched:?}", figure.code);
                }
            }
        }
    }

    #[test]
    fn before_and_after_are_as_they_were() {
        let (old, new) = (Scheme::outcomes(), Scheme::levels());
        assert!(old.figures.iter().zip(&new.figures).all(|(old, new)| old.code == new.code && old.worth == new.worth));
        for (nth, it) in Rollup::ALL.iter().flat_map(|a| Rollup::ALL.iter().map(move |b| (a, b))).enumerate() {
            let pair = Pair { before: *it.0, after: *it.1 };
            let stand = Stand { pair, status: None, touched: Touched::ALL[nth % 5] };
            let (mut was, mut is) = (vec![0; old.atoms], vec![0; new.atoms]);
            pair.count_into(&mut was, 3);
            stand.count_into(&mut is, 3);
            for figure in 0..old.figures.len() {
                assert_eq!(old.value(figure, &was), new.value(figure, &is), "{} of {pair}", old.figures[figure].code);
            }
        }
    }
}
