//! What is known of everyone: without occupation, unknown (hatched), otherwise occupied. The least that "none" can be
//! is the first part; the most is the first and the hatched together. It says nothing of the shares of the complete.

use super::{BAR, LINE, Share, length};
use crate::words::{Lang, text};
use leptos::prelude::*;

const AFTER_BAR: f64 = 0.8;

/// One bar, of everyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certain {
    /// "Före" or "Efter".
    pub label: String,
    /// The colour of what is without occupation: before's or after's.
    pub class: &'static str,
    /// Known to be without occupation.
    pub none: u64,
    /// Not known.
    pub unknown: u64,
    /// Everyone.
    pub all: u64,
}

/// Where a part begins and how long it is, in percent of the line.
fn parts(bar: &Certain) -> [(f64, f64); 3] {
    let share = |count| Share { count, whole: bar.all }.part() * 100.0;
    let (none, unknown) = (share(bar.none), share(bar.unknown));
    let rest = share(bar.all.saturating_sub(bar.none + bar.unknown));
    [(0.0, none), (none, unknown), (none + unknown, rest)]
}

/// The picture. `id` sets its pattern apart from other pictures' on the page.
pub fn certain(bars: Vec<Certain>, title: String, id: &str, lang: Lang) -> AnyView {
    let pattern = format!("hatch-{id}");
    let fill = format!("url(#{pattern})");
    let row = LINE + BAR + AFTER_BAR;
    let mut top = 0.0;
    let mut drawn = Vec::new();
    for bar in bars {
        let known = bar.all.saturating_sub(bar.none + bar.unknown);
        let words = text(
            "{label}: utan sysselsättning {none}, okänt {unknown}, sysselsatta {known}",
            "{label}: no occupation {none}, unknown {unknown}, occupied {known}",
        );
        let [none, unknown, known_count] = [bar.none, bar.unknown, known].map(|it| it.to_string());
        let words = words.fill(lang, &[("label", &bar.label), ("none", &none), ("unknown", &unknown), ("known", &known_count)]);
        let [first, second, third] = parts(&bar).map(|(x, width)| (length(x, "%"), length(width, "%")));
        let (y, height) = (length(top + LINE, "em"), length(BAR, "em"));
        drawn.push(view! {
            <text class="chart__label" x="0" y=length(top + LINE - 0.45, "em")>{words}</text>
            <rect class=bar.class x=first.0 y=y.clone() width=first.1 height=height.clone()></rect>
            <rect class="chart__unknown" fill=fill.clone() x=second.0 y=y.clone() width=second.1 height=height.clone()></rect>
            <rect class="chart__rest" x=third.0 y=y width=third.1 height=height></rect>
        });
        top += row;
    }
    view! {
        <svg class="chart" role="img" width="100%" height=length((top - AFTER_BAR).max(0.0) + 0.2, "em") aria-label=title>
            <defs>
                <pattern id=pattern width="8" height="8" patternUnits="userSpaceOnUse">
                    <rect class="chart__hatch-ground" width="8" height="8"></rect>
                    <path class="chart__hatch" d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"></path>
                </pattern>
            </defs>
            {drawn}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_the_line_and_unknown_is_hatched() {
        let bar = Certain { label: "Efter".into(), class: "chart__after", none: 17, unknown: 55, all: 190 };
        let parts = parts(&bar);
        assert!((parts.iter().map(|it| it.1).sum::<f64>() - 100.0).abs() < 1e-9);
        assert!((parts[1].0 - 17.0 / 1.9).abs() < 1e-9 && (parts[2].0 - 72.0 / 1.9).abs() < 1e-9, "least and most");
        let html = certain(vec![bar], "Alla".into(), "now", Lang::Sv).to_html();
        assert!(html.contains("fill=\"url(#hatch-now)\"") && html.contains("id=\"hatch-now\""), "{html}");
        assert!(html.contains("Efter: utan sysselsättning 17, okänt 55, sysselsatta 118"), "{html}");
    }

    #[test]
    fn nobody_is_no_parts() {
        let bar = Certain { label: String::new(), class: "chart__after", none: 0, unknown: 0, all: 0 };
        assert!(parts(&bar).iter().all(|it| it.1.abs() < f64::EPSILON));
    }
}
