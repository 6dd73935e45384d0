//! Many at once in one statement that is the same however many they are: SQLite has no arrays and PostgreSQL no
//! `json_each`, but both take a text apart.

use crate::db::{Bind, ToBind};
use std::{fmt::Display, sync::OnceLock};

/// Texts to look for at once: of equal length (ids, personal numbers), or filled out to it.
#[derive(Clone, Debug)]
pub struct Listed {
    text: String,
    width: usize,
    count: usize,
}

impl Listed {
    /// Of things that are all written with equally many characters.
    pub fn of<T: Display>(all: impl IntoIterator<Item = T>) -> Self {
        let mut listed = Self { text: String::new(), width: 0, count: 0 };
        for it in all {
            listed.text.push_str(&it.to_string());
            listed.count += 1;
        }
        listed.width = listed.text.len() / listed.count.max(1);
        listed
    }

    /// Of texts of any length, filled out by spaces: the statement is to compare with `rtrim(asked.id)`.
    pub fn padded(all: &[String]) -> Self {
        let width = all.iter().map(|it| it.chars().count()).max().unwrap_or(0);
        let mut text = String::with_capacity(width * all.len());
        for it in all {
            text.push_str(it);
            text.extend(std::iter::repeat_n(' ', width - it.chars().count()));
        }
        Self { text, width, count: all.len() }
    }

    /// For `$1`, `$2` and `$3` of [`asked`].
    pub fn binds(&self) -> [Bind; 3] {
        let int = |it: usize| i64::try_from(it).unwrap_or(i64::MAX).to_bind();
        [self.text.to_bind(), int(self.width), int(self.count)]
    }
}

/// A statement that begins with `asked (id)`, the list that [`Listed::binds`] binds to `$1`, `$2` and `$3`. It is to be
/// joined by `asked cross join …  where`: SQLite then begins with the list, and PostgreSQL doesn't mind.
///
/// Both databases count characters from a text's beginning, so that it is first taken apart in blocks of 16, and each part
/// is taken once: without that it is half of what a batch costs SQLite.
macro_rules! asked {
    ($rest:literal) => {
        concat!(
            "with recursive block (b) as (
                 select cast(0 as bigint) union all select b + 1 from block where (b + 1) * 16 < $3
             ),
             part (b, t) as materialized (
                 select b, substr($1, cast(b * 16 * $2 + 1 as integer), cast(16 * $2 as integer)) from block
             ),
             place (i) as (select cast(0 as bigint) union all select i + 1 from place where i < 15),
             asked (id) as materialized (
                 select substr(t, cast(i * $2 + 1 as integer), cast($2 as integer)) from part cross join place where b * 16 + i < $3
             ) ",
            $rest
        )
    };
}

pub(crate) use asked;

/// A statement over rows of values, `($1, $2), ($3, $4), …`, between a head and a tail. There are few sizes of it, so that
/// the databases know each from before.
#[derive(Debug)]
pub struct InRows {
    head: &'static str,
    columns: usize,
    tail: &'static str,
    made: [OnceLock<String>; SIZES.len()],
}

/// The most rows first.
const SIZES: [usize; 4] = [50, 10, 3, 1];

impl InRows {
    /// For rows of so many columns.
    pub const fn new(head: &'static str, columns: usize, tail: &'static str) -> Self {
        Self { head, columns, tail, made: [const { OnceLock::new() }; SIZES.len()] }
    }

    /// As many as one statement takes, and the rest; none where there are none.
    pub fn split<T>(all: &[T]) -> Option<(&[T], &[T])> {
        let size = SIZES.into_iter().find(|it| *it <= all.len())?;
        Some(all.split_at(size))
    }

    /// The statement for one of the sizes that [`Self::split`] makes.
    pub fn of(&'static self, rows: usize) -> &'static str {
        let at = SIZES.iter().position(|it| *it == rows).unwrap_or(SIZES.len() - 1);
        self.made[at].get_or_init(|| self.text(SIZES[at]))
    }

    fn text(&self, rows: usize) -> String {
        let row = |row: usize| {
            let places: Vec<String> = (1..=self.columns).map(|it| format!("${}", row * self.columns + it)).collect();
            format!("({})", places.join(", "))
        };
        let all: Vec<String> = (0..rows).map(row).collect();
        format!("{} {} {}", self.head, all.join(", "), self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_through() {
        static SQL: InRows = InRows::new("values", 2, "as it");
        assert_eq!(SQL.of(3), "values ($1, $2), ($3, $4), ($5, $6) as it");
        assert_eq!(SQL.of(1), "values ($1, $2) as it");
    }

    #[test]
    fn rows_are_split_into_few_sizes() {
        let mut rest = &[(); 167][..];
        let mut sizes = Vec::new();
        while let Some((now, later)) = InRows::split(rest) {
            sizes.push(now.len());
            rest = later;
        }
        assert_eq!(sizes, [50, 50, 50, 10, 3, 3, 1]);
    }

    #[test]
    fn a_list_knows_its_width() {
        let listed = Listed::of(["ab", "cd", "ef"]);
        assert_eq!((listed.text.as_str(), listed.width, listed.count), ("abcdef", 2, 3));
        assert_eq!(Listed::of([""; 0]).count, 0);
        let listed = Listed::padded(&[String::new(), "åb".to_owned(), "c".to_owned()]);
        assert_eq!((listed.text.as_str(), listed.width, listed.count), ("  åbc ", 2, 3));
    }
}
