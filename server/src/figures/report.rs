//! A municipality's report: the one value that page, pictures, tables and files are made of.

use super::{
    month_counts,
    read::{Split, Wanted, counts, moves, split, trend, work_by_month},
};
use crate::{
    db::{StoreError, Tx},
    store::{closed, outcome::Reach, place::Municipality},
};
use domain::{
    Lang,
    figures::{Choice, Counts, Period, Report, Topic},
};
use jiff::{ToSpan, civil::Date};

/// Months of a line: a year and the same month the year before.
const MONTHS: i32 = 13;

/// What somebody asks to see.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What about.
    pub topic: Topic,
    /// Of whom.
    pub choice: Choice,
    /// When.
    pub period: Period,
    /// The day that everything since the start is judged on, where it isn't today: the last of a month.
    pub as_of: Option<Date>,
    /// What is chosen, in words: unit, gender, reason.
    pub words: [String; 3],
    /// For the names of parts.
    pub lang: Lang,
}

/// Counts it. Who may see it is the caller's to decide.
pub async fn report(tx: &mut Tx, municipality: &Municipality, asked: Asked, today: Date) -> Result<Report, StoreError> {
    let Asked { topic, choice, period, as_of, words, lang } = asked;
    let day = as_of.unwrap_or(today);
    let span = topic.span(period, day);
    let wanted = Wanted { municipality: municipality.id, choice: &choice, span, of: topic.series() };
    let Split { all: now, units, genders, reasons } = split(tx, wanted, lang).await?;
    let before = match topic.span_before(period, day) {
        Some(span) => Some((span, counts(tx, Wanted { span, ..wanted }).await?)),
        None => None,
    };
    let is_status = topic == Topic::Status;
    let months = if is_status { trend(tx, municipality.id, &choice, span.to, MONTHS).await? } else { Vec::new() };
    let work = if topic == Topic::Work { work_by_month(tx, municipality.id, &choice, span.to, MONTHS).await? } else { Vec::new() };
    let moves = if is_status { Some(moves(tx, municipality.id, &choice, span.to).await?) } else { None };
    let revised = if choice.is_empty() { revised(tx, municipality, topic, span.to).await? } else { None };
    let [unit, gender, reason] = words;
    let municipality = municipality.name.clone();
    Ok(Report {
        topic,
        municipality,
        choice,
        unit,
        gender,
        reason,
        period,
        span,
        now,
        before,
        units,
        genders,
        reasons,
        months,
        work,
        moves,
        revised,
    })
}

/// The last month before a day, if it is closed, as it was known when it was closed and as it is known now, where what a topic is
/// about differs. Levels see the closed one, and a page shows what is known now.
async fn revised(tx: &mut Tx, municipality: &Municipality, topic: Topic, day: Date) -> Result<Option<(Date, Counts, Counts)>, StoreError> {
    let differs: fn(&Counts, &Counts) -> bool = match topic {
        Topic::Outcomes => |then: &Counts, now: &Counts| then.pairs != now.pairs,
        Topic::Status => |then: &Counts, now: &Counts| then.status != now.status,
        // Of meetings levels see nothing.
        Topic::Work => |then: &Counts, now: &Counts| then.work.touches != now.work.touches,
        // Levels see it since the start, and closed months have it of twelve months.
        Topic::Reach => return Ok(None),
    };
    let tomorrow = day.tomorrow().unwrap_or(day);
    let month = tomorrow.first_of_month().saturating_sub(1.month());
    let Some(closed) = closed::of_month(tx, Reach::Municipality(municipality.id), month).await?.pop() else { return Ok(None) };
    let then = closed.counts.values().sum::<Counts>();
    let now = month_counts(tx, municipality.id, month.last_of_month()).await?.values().sum::<Counts>();
    Ok(differs(&then, &now).then_some((month, then, now)))
}
