//! A published month between the database's ids and the domain's numbers.

use crate::store::published::{Counted, HiddenFigure, Published};
use domain::{
    Channel, Gender, MunicipalityId, RegionId,
    disclose::{Carried, Cell, Exact, Floor, Hidden, Places, Scheme, Whose, WorkRow},
    figures::Done,
};
use std::collections::BTreeSet;

/// What the figures of work are stored as: `work.phone`.
const WORK: &str = "work.";

/// Whose figures, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// All.
    Nation,
    /// A region's.
    Region(RegionId),
    /// A municipality's.
    Municipality(MunicipalityId),
    /// A gender's, in all.
    Gender(Gender),
    /// A gender's, in a region.
    RegionGender(RegionId, Gender),
}

/// A month's counts, with where each stands.
#[derive(Clone, Debug)]
pub struct Books {
    /// The counts, by number.
    pub exact: Exact,
    municipalities: Vec<MunicipalityId>,
    regions: Vec<RegionId>,
    /// Whether status, reach and work are among it: of months that were published before there were, they aren't.
    pub is_whole: bool,
    /// The month's work, by municipality.
    pub done: Vec<Done>,
}

impl Books {
    /// Numbers what was counted.
    pub fn of(counted: &[Counted]) -> Self {
        let is_whole = counted.iter().all(|it| it.stands.is_some());
        let scheme = if is_whole { Scheme::levels() } else { Scheme::outcomes() };
        let regions: Vec<RegionId> = counted.iter().map(|it| it.region).collect::<BTreeSet<_>>().into_iter().collect();
        let region_of = counted.iter().filter_map(|it| regions.binary_search(&it.region).ok()).collect();
        let counts = counted
            .iter()
            .map(|it| {
                let of = |gender: &Gender| {
                    let mut atoms = vec![0; scheme.atoms];
                    if is_whole {
                        let stands = it.stands.as_ref().and_then(|it| it.get(gender));
                        stands.into_iter().flatten().for_each(|(stand, count)| stand.count_into(&mut atoms, *count));
                    } else {
                        it.pairs.get(gender).into_iter().flatten().for_each(|(pair, count)| pair.count_into(&mut atoms, *count));
                    }
                    atoms
                };
                Gender::ALL.iter().map(of).collect()
            })
            .collect();
        let again = |it: &Counted, gender: &Gender| {
            let of = |code: &str| it.again.get(gender).and_then(|it| it.get(code)).copied().unwrap_or_default();
            scheme.figures.iter().map(|figure| of(figure.code)).collect::<Vec<_>>()
        };
        let again = counted.iter().map(|it| Gender::ALL.iter().map(|gender| again(it, gender)).collect()).collect();
        let places = Places { regions: regions.len(), region_of };
        let exact = Exact { scheme, places, groups: Gender::ALL.len(), counts, again };
        let done = counted.iter().map(|it| it.done.clone().unwrap_or_default()).collect();
        Self { exact, municipalities: counted.iter().map(|it| it.municipality).collect(), regions, is_whole, done }
    }

    /// By number; none where it isn't among what was counted.
    pub fn whose(&self, of: Of) -> Option<Whose> {
        let region = |id| self.regions.binary_search(&id).ok();
        let gender = |it| Gender::ALL.iter().position(|other| *other == it);
        match of {
            Of::Nation => Some(Whose::Nation),
            Of::Region(id) => region(id).map(Whose::Region),
            Of::Municipality(id) => self.municipalities.iter().position(|it| *it == id).map(Whose::Municipality),
            Of::Gender(it) => gender(it).map(Whose::NationGroup),
            Of::RegionGender(id, it) => Some(Whose::RegionGroup(region(id)?, gender(it)?)),
        }
    }

    /// As it is stored.
    fn code(&self, whose: Whose) -> String {
        let gender = |it: usize| Gender::ALL[it].code();
        match whose {
            Whose::Nation => "nation".to_owned(),
            Whose::Region(it) => format!("region:{}", self.regions[it]),
            Whose::Municipality(it) => format!("municipality:{}", self.municipalities[it]),
            Whose::NationGroup(it) => format!("nation/{}", gender(it)),
            Whose::RegionGroup(region, it) => format!("region:{}/{}", self.regions[region], gender(it)),
        }
    }

    /// What is hidden, as it is stored.
    pub fn stored(&self, hidden: &Hidden) -> Vec<HiddenFigure> {
        let of = |cell: &Cell| HiddenFigure {
            whose: self.code(cell.whose),
            figure: self.exact.scheme.figures[cell.figure].code.to_owned(),
            needed: hidden.needed.contains(cell),
        };
        hidden.cells.iter().map(of).collect()
    }

    /// What is hidden of work, as it is stored. A month's work is that month's alone, so none of it stays hidden afterwards.
    pub fn stored_work(&self, hidden: &BTreeSet<WorkRow>) -> Vec<HiddenFigure> {
        let figure = |channel: Channel| format!("{WORK}{}", channel.code());
        hidden.iter().map(|(whose, channel)| HiddenFigure { whose: self.code(*whose), figure: figure(*channel), needed: false }).collect()
    }

    /// What is hidden of work, of what is stored.
    pub fn hidden_work(&self, stored: &[HiddenFigure]) -> BTreeSet<WorkRow> {
        let regions = (0..self.regions.len()).map(Whose::Region);
        let all: std::collections::HashMap<String, Whose> = regions.chain([Whose::Nation]).map(|it| (self.code(it), it)).collect();
        let row = |it: &HiddenFigure| Some((*all.get(&it.whose)?, it.figure.strip_prefix(WORK)?.parse().ok()?));
        stored.iter().filter_map(row).collect()
    }

    /// What was done by a region's municipalities, or by all.
    pub fn done(&self, whose: Whose) -> Done {
        let within = (0..self.done.len()).filter(|it| self.exact.holds(whose, *it));
        within.fold(Done::default(), |mut sum, it| {
            sum += &self.done[it];
            sum
        })
    }

    /// What is hidden, of what is stored. What is no longer counted is left out.
    pub fn hidden(&self, stored: &[HiddenFigure]) -> Hidden {
        let mut hidden = Hidden::default();
        let all: std::collections::HashMap<String, Whose> = self.exact.all().into_iter().map(|it| (self.code(it), it)).collect();
        for it in stored {
            let (Some(whose), Some(figure)) = (all.get(&it.whose), self.exact.scheme.figure(&it.figure)) else { continue };
            let cell = Cell { whose: *whose, figure };
            hidden.cells.insert(cell);
            if it.needed {
                hidden.needed.insert(cell);
            }
        }
        hidden
    }

    /// An earlier month, in this one's numbers: what was needed then, and what was shown.
    pub fn carried(&self, earlier: &Published) -> Carried {
        let then = Self::of(&earlier.counts);
        let was = Carried::of(&then.exact, &then.hidden(&earlier.hidden));
        let here: std::collections::HashMap<String, Whose> = self.exact.all().into_iter().map(|it| (self.code(it), it)).collect();
        let figure = |it: usize| self.exact.scheme.figure(then.exact.scheme.figures[it].code);
        let cell = |it: &Cell| Some(Cell { whose: *here.get(&then.code(it.whose))?, figure: figure(it.figure)? });
        let places: Vec<Option<usize>> = then.municipalities.iter().map(|id| self.municipalities.iter().position(|it| it == id)).collect();
        let own = |it: &Floor| it.own.iter().filter_map(|(place, own)| Some((places[*place]?, *own))).collect();
        Carried {
            needed: was.needed.iter().filter_map(cell).collect(),
            shown: was.shown.iter().filter_map(|(it, floor)| Some((cell(it)?, Floor { was: floor.was, own: own(floor) }))).collect(),
        }
    }
}
