//! What a municipality's figures are counted from, row by row: for a lead who wants to count otherwise. No name, no number,
//! nothing that was written; protected persons have no rows, nor have those who have been erased.
//!
//! The figures have the protected in them, exactly: a table of a unit less the rows of that unit is whoever is protected there. So
//! where anyone who counts is protected, rows don't tell unit, gender or reason, by which tables can be parted all at once, and they
//! are of everyone, whatever is chosen. What is left of that is the lead's own exact figures: where all of a month or of a kind of
//! occupation are of one unit, whoever has no row among them is of it, too.
//!
//! There may be any number of rows, so they are sent as they are read, some persons at a time. What changes meanwhile may or
//! may not be in it.

use super::csv::{Form, line};
use crate::{
    db::{Db, StoreError},
    store::{figure, place},
};
use axum::body::Bytes;
use domain::{
    Lang, MunicipalityId, UnitId,
    figures::{Case, Choice, Person, Span, State, days, meeting_word},
};
use futures::{Stream, stream};
use jiff::civil::Date;
use std::collections::HashMap;

/// Persons that are read at a time.
const AT_A_TIME: i64 = 50;

/// Rows of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// One of each registration: what before and after, status and reach are counted from.
    Registrations,
    /// One of each try, contact and meeting: what work done is counted from.
    Acts,
}

/// Which rows, and how they are written.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Of what.
    pub rows: Rows,
    /// Whose.
    pub municipality: MunicipalityId,
    /// Of them, who.
    pub choice: Choice,
    /// When.
    pub span: Span,
    /// What opens the file.
    pub form: Form,
}

struct Writer {
    wanted: Wanted,
    /// Units by name; none where rows don't tell whose they are.
    units: Option<HashMap<UnitId, String>>,
    lang: Lang,
}

/// What tells whose a row is, as heads and as queries have it.
pub const WHOSE: [&str; 3] = ["unit", "gender", "reason"];

/// The file, in pieces. Each piece is read when it is asked for: who goes away ends it.
pub fn rows(db: Db, wanted: Wanted) -> impl Stream<Item = Result<Bytes, StoreError>> + Send {
    stream::try_unfold(Some((db, wanted, None)), |at| async move {
        let Some((db, wanted, begun)) = at else { return Ok(None) };
        let mut tx = db.read().await?;
        let (writer, mut after, mut out) = match begun {
            Some((writer, last)) => (writer, Some(last), String::new()),
            None => {
                let writer = if figure::has_protected(&mut tx, wanted.municipality).await? {
                    Writer::new(Wanted { choice: Choice::default(), ..wanted.clone() }, None)
                } else {
                    Writer::new(wanted.clone(), Some(place::units(&mut tx, wanted.municipality).await?))
                };
                let heads = writer.heads();
                (writer, None, heads)
            }
        };
        // Of those who are read at a time none may be chosen.
        loop {
            let persons = figure::unprotected(&mut tx, wanted.municipality, after, AT_A_TIME).await?;
            persons.iter().for_each(|it| writer.person(&it.1, &mut out));
            let Some((last, _)) = persons.last() else {
                return Ok((!out.is_empty()).then(|| (Bytes::from(out), None)));
            };
            after = Some(*last);
            if !out.is_empty() {
                return Ok(Some((Bytes::from(out), Some((db, wanted, Some((writer, *last)))))));
            }
        }
    })
}

impl Writer {
    fn new(wanted: Wanted, units: Option<Vec<place::Unit>>) -> Self {
        let lang = if let Form::Excel(lang) = wanted.form { lang } else { Lang::En };
        Self { wanted, units: units.map(|all| all.into_iter().map(|it| (it.id, it.name)).collect()), lang }
    }

    fn heads(&self) -> String {
        const REGISTRATIONS: [(&str, &str, &str); 10] = [
            ("registered", "Registrerad", "Registered"),
            ("ended", "Avslutad", "Ended"),
            ("unit", "Enhet", "Unit"),
            ("gender", "Kön", "Gender"),
            ("reason", "Registreringsorsak", "Reason"),
            ("before", "Före", "Before"),
            ("after", "Efter", "After"),
            ("status", "Läget den sista dagen", "Status on the last day"),
            ("attempts", "Försök", "Attempts"),
            ("days_to_contact", "Dagar till första kontakt", "Days to first contact"),
        ];
        const ACTS: [(&str, &str, &str); 10] = [
            ("day", "Dag", "Day"),
            ("by", "Hur", "By"),
            ("outcome", "Utfall", "Outcome"),
            ("from_youth", "Från ungdomen", "From the youth"),
            ("reminded", "Påmind", "Reminded"),
            ("moved", "Flyttat", "Moved"),
            ("count", "Antal", "Count"),
            ("unit", "Enhet", "Unit"),
            ("gender", "Kön", "Gender"),
            ("reason", "Registreringsorsak", "Reason"),
        ];
        let heads = match self.wanted.rows {
            Rows::Registrations => &REGISTRATIONS[..],
            Rows::Acts => &ACTS[..],
        };
        let heads = heads.iter().filter(|it| self.units.is_some() || !WHOSE.contains(&it.0));
        let mark = if self.is_machine() { "" } else { "\u{feff}" };
        format!("{mark}{}", line(heads.map(|it| self.either(it.0, self.lang.pick(it.1, it.2)).to_owned()), self.wanted.form))
    }

    fn is_machine(&self) -> bool {
        self.wanted.form == Form::Machine
    }

    fn either<'a>(&self, code: &'a str, words: &'a str) -> &'a str {
        if self.is_machine() { code } else { words }
    }

    fn yes(&self, is_so: bool) -> String {
        match (is_so, self.is_machine()) {
            (true, true) => "1".to_owned(),
            (false, true) => "0".to_owned(),
            (true, false) => self.lang.pick("ja", "yes").to_owned(),
            (false, false) => String::new(),
        }
    }

    fn person(&self, it: &Person, out: &mut String) {
        match self.wanted.rows {
            Rows::Registrations => {
                let chosen = it.cases.iter().filter(|case| self.wanted.choice.takes(it, case) && case.touches(self.wanted.span));
                chosen.for_each(|case| out.push_str(&self.registration(it, case)));
            }
            Rows::Acts => self.acts(it, out),
        }
    }

    /// Unit, gender, reason, where rows tell them.
    fn whose(&self, it: &Person, case: &Case) -> impl Iterator<Item = String> + use<> {
        let whose = self.units.as_ref().map(|units| {
            let unit = it.unit.and_then(|it| units.get(&it)).cloned().unwrap_or_default();
            let gender = self.either(it.gender.code(), it.gender.word(self.lang)).to_owned();
            [unit, gender, self.either(case.reason.code(), case.reason.word(self.lang)).to_owned()]
        });
        whose.into_iter().flatten()
    }

    fn registration(&self, it: &Person, case: &Case) -> String {
        let (to, lang) = (self.wanted.span.to, self.lang);
        let ended = case.ended.map(|it| it.1).filter(|it| *it <= to);
        let rollup = |it: domain::Rollup| self.either(it.code(), it.word(lang)).to_owned();
        let pair = case.pair(&it.readings, to).map(|it| [rollup(it.before), rollup(it.after)]).unwrap_or_default();
        let status = case.is_open(to).then(|| State::on(&it.readings, to));
        let touches = || case.within(&it.touches).filter(|it| it.day <= to);
        let attempts: u64 = touches().filter(|it| it.how.is_attempt()).map(|it| u64::from(it.count)).sum();
        let contact = touches().filter(|it| it.how.is_contact()).map(|it| it.day).min();
        let [before, after] = pair;
        let day = |it: Option<Date>| it.map(|it| it.to_string()).unwrap_or_default();
        let stands = [
            before,
            after,
            status.map(|it| self.either(it.code(), it.word(lang)).to_owned()).unwrap_or_default(),
            attempts.to_string(),
            contact.map(|it| days(case.on, it).to_string()).unwrap_or_default(),
        ];
        line([case.on.to_string(), day(ended)].into_iter().chain(self.whose(it, case)).chain(stands), self.wanted.form)
    }

    fn acts(&self, it: &Person, out: &mut String) {
        let Span { from, to } = self.wanted.span;
        let case = |day: Date| {
            let within = day <= to && from.is_none_or(|it| day >= it);
            it.case_on(day).filter(|case| within && self.wanted.choice.takes(it, case))
        };
        for touch in &it.touches {
            let Some(case) = case(touch.day) else { continue };
            let how = touch.how;
            let by = self.either(how.channel.code(), how.channel.word(self.lang)).to_owned();
            let outcome = self.either(how.outcome.code(), how.outcome.word(self.lang)).to_owned();
            let count = touch.count.to_string();
            let cells = [touch.day.to_string(), by, outcome, self.yes(how.own), String::new(), String::new(), count];
            out.push_str(&line(cells.into_iter().chain(self.whose(it, case)), self.wanted.form));
        }
        for met in &it.meetings {
            let Some(case) = case(met.day) else { continue };
            let by = self.either("meeting", self.lang.pick("Bokat möte", "Planned meeting")).to_owned();
            let came = self.either(met.came.code(), meeting_word(Some(met.came), self.lang)).to_owned();
            let cells = [met.day.to_string(), by, came, String::new(), self.yes(met.reminded), self.yes(met.moved), "1".to_owned()];
            out.push_str(&line(cells.into_iter().chain(self.whose(it, case)), self.wanted.form));
        }
    }
}
