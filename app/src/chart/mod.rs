//! Charts as plain SVG, each drawn from the same typed value as the table beside it. Widths are shares of the line
//! and heights are in `em`, so that a chart follows the reader's text size and window without a script, and prints.

mod bars;
mod certain;
mod flow;
mod line;
mod paired;

pub use bars::{Bars, Single, bars};
pub use certain::{Certain, certain};
pub use flow::{Block, Flow, flow};
pub use line::{Line, Run, line};
pub use paired::{Measure, Paired, paired};

use crate::words::text;
use domain::{Lang, figures::percent};

/// A bar's thickness, in em.
const BAR: f64 = 1.3;
/// The line of text above a bar, in em.
const LINE: f64 = 1.6;

/// A count of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub whole: u64,
}

impl Share {
    /// Between 0 and 1.
    #[expect(clippy::cast_precision_loss, reason = "counts of youths stay far below 2^52")]
    pub fn part(self) -> f64 {
        if self.whole == 0 { 0.0 } else { self.count as f64 / self.whole as f64 }
    }

    /// "64 %", or a dash where there is nothing to be a share of.
    pub fn percent(self, lang: Lang) -> String {
        percent(self.count, self.whole).map_or_else(|| "–".to_owned(), |it| per_cent(it, lang))
    }
}

/// A bar's share and its count, "64 %" and "(68)", or that it is hidden.
fn share_words(share: Option<Share>, lang: Lang) -> (String, String) {
    let hidden = || (text("dolt", "hidden").get(lang).to_owned(), String::new());
    share.map_or_else(hidden, |it| (it.percent(lang), format!("({})", it.count)))
}

/// "64 %" in Swedish, "64%" in English.
pub fn per_cent(value: u64, lang: Lang) -> String {
    lang.pick(format!("{value}\u{a0}%"), format!("{value}%"))
}

/// A length for an attribute, without a tail of decimals.
fn length(value: f64, unit: &str) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_lengths() {
        assert_eq!(Share { count: 107, whole: 190 }.percent(Lang::Sv), "56\u{a0}%");
        assert_eq!(Share { count: 0, whole: 0 }.percent(Lang::En), "–");
        assert_eq!([length(58.0, "%"), length(36.859, "%"), length(0.0, "em"), length(1.5, "em")], ["58%", "36.86%", "0em", "1.5em"]);
    }
}
