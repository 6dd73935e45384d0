//! One bar to a row, with what it was a year before as a thinner one beneath.

use super::{BAR, LINE, Share, length, share_words};
use crate::words::Lang;
use leptos::prelude::*;

/// The longest bar takes so much of the line; what is left holds its figures.
const LONGEST: f64 = 56.0;
const BETWEEN: f64 = 0.2;
const AFTER_ROW: f64 = 0.9;

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// What the picture shows, for who doesn't see it.
    pub title: String,
    /// What the figures of the year before are called.
    pub before: String,
    /// From the top.
    pub rows: Vec<Single>,
}

/// One thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    /// What.
    pub label: String,
    /// How much; none is hidden.
    pub now: Option<Share>,
    /// How much a year before; none where there was none.
    pub before: Option<Share>,
}

/// The same in words, for who doesn't see it.
fn description(rows: &[Single], lang: Lang) -> String {
    let said = |it: &Single| {
        let (percent, count) = share_words(it.now, lang);
        format!("{} {percent} {count}", it.label).trim_end().to_owned()
    };
    rows.iter().map(said).collect::<Vec<_>>().join(". ")
}

/// The picture.
pub fn bars(chart: Bars, lang: Lang) -> AnyView {
    let description = description(&chart.rows, lang);
    let mut y = 0.0;
    let mut rows = Vec::new();
    for row in chart.rows {
        let label = length(y + LINE - 0.4, "em");
        y += LINE;
        let mut parts = Vec::new();
        let now = Some(("chart__after", row.now, String::new()));
        let before = row.before.map(|it| ("chart__before", Some(it), chart.before.clone()));
        for (class, share, word) in [now, before].into_iter().flatten() {
            let width = length(share.map_or(0.0, Share::part) * LONGEST, "%");
            let (percent, count) = share_words(share, lang);
            parts.push(view! {
                <rect class=class x="0" y=length(y, "em") width=width.clone() height=length(BAR, "em")></rect>
                <text x=width y=length(y + BAR - 0.35, "em") dx="0.5em">
                    <tspan class="chart__value">{percent}</tspan>
                    <tspan class="chart__count" dx="0.35em">{count}</tspan>
                    <tspan class="chart__label--soft" dx="0.35em">{word}</tspan>
                </text>
            });
            y += BAR + BETWEEN;
        }
        y += AFTER_ROW - BETWEEN;
        rows.push(view! { <text class="chart__label" x="0" y=label>{row.label}</text> {parts} });
    }
    view! {
        <svg class="chart" role="img" width="100%" height=length((y - AFTER_ROW).max(0.0) + 0.3, "em") aria-label=chart.title>
            <desc>{description}</desc>
            {rows}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_its_share_its_count_and_what_it_was() {
        let share = |count| Some(Share { count, whole: 40 });
        let rows = vec![
            Single { label: "Minst en kontakt".into(), now: share(30), before: share(20) },
            Single { label: "Dolt".into(), now: None, before: None },
        ];
        let chart = Bars { title: "Vilka vi når".into(), before: "året före".into(), rows };
        let html = bars(chart, Lang::Sv).to_html();
        for part in ["75\u{a0}%", "(30)", "50\u{a0}%", "(20)", "året före", "width=\"42%\"", "width=\"28%\"", "dolt"] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(html.contains("<desc>Minst en kontakt 75\u{a0}% (30). Dolt dolt</desc>"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }
}
