//! A topic's figures of a level: the one value that its page, files and JSON are made of.

use super::{
    SeeError,
    visible::{of_gender, table},
};
use crate::{
    db::{Db, Tx},
    disclosure::{Of, Tables, Whole},
    store::{outcome::Reach, place},
};
use domain::{
    Gender, collate,
    figures::{Earlier, Level, LevelFigures, Named, Topic},
};
use jiff::{ToSpan as _, civil::Date};

/// A level's table, and the month that it is of.
#[derive(Clone, Debug)]
pub struct LevelReport {
    /// The month's last day.
    pub month: Date,
    /// The region's name; none for all.
    pub region: Option<String>,
    /// The figures; none in a month that was published without.
    pub level: Option<Level>,
}

/// A topic's published figures of a region or of all, of a closed month; without one, the last. `reach` is never a municipality:
/// its own lead sees it exactly.
pub async fn level(
    db: &Db,
    tables: &Tables,
    reach: Reach,
    topic: Topic,
    as_of: Option<Date>,
    today: Date,
) -> Result<LevelReport, SeeError> {
    let table = table(db, tables, as_of, today).await?;
    let mut tx = db.read().await?;
    let (mut regions, mut municipalities) = (place::regions(&mut tx).await?, place::municipalities(&mut tx).await?);
    regions.sort_by_key(|it| collate::sort_key(&it.name));
    municipalities.sort_by_key(|it| collate::sort_key(&it.name));
    let own = |it| if let Reach::Region(id) = reach { it == id } else { true };
    let region = if let Reach::Region(id) = reach { regions.iter().find(|it| it.id == id).map(|it| it.name.clone()) } else { None };
    let named = |name: &str| Named { code: name.to_owned(), name: name.to_owned() };
    let municipalities = municipalities.iter().filter(|it| own(it.region)).map(|it| (named(&it.name), Of::Municipality(it.id))).collect();
    let (of, regions) = match reach {
        Reach::Region(id) => (Of::Region(id), Vec::new()),
        _ => (Of::Nation, regions.iter().map(|it| (named(&it.name), Of::Region(it.id))).collect()),
    };
    let genders = Gender::ALL.iter().map(|it| (*it, of_gender(reach, *it))).collect();
    let whole = Whole { region: region.clone(), of, regions, municipalities, genders };
    let mut level = table.level(topic, &whole);
    if let Some(Level { figures: LevelFigures::Status(it), earlier, .. }) = &mut level {
        *earlier = earlier_status(&mut tx, tables, table.month, &whole).await?;
        earlier.months.push((table.month, it.whole.clone()));
    }
    Ok(LevelReport { month: table.month, region, level })
}

/// Status in the twelve months before, as far as they were published with it.
async fn earlier_status(tx: &mut Tx, tables: &Tables, month: Date, whole: &Whole) -> Result<Earlier, SeeError> {
    let mut earlier = Earlier::default();
    let alone = Whole { regions: Vec::new(), municipalities: Vec::new(), genders: Vec::new(), ..whole.clone() };
    for back in (1..=12).rev() {
        let then = month.first_of_month().saturating_sub(back.months()).last_of_month();
        let Some(table) = tables.get(tx, then).await? else { continue };
        let of = if back == 12 { whole } else { &alone };
        let Some(Level { figures: LevelFigures::Status(it), .. }) = table.level(Topic::Status, of) else { continue };
        earlier.months.push((then, it.whole.clone()));
        if back == 12 {
            earlier.year_before = Some((then, it));
        }
    }
    Ok(earlier)
}
