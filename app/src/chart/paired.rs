//! Before and after, side by side: two bars to a row, each with its share and its count beside it.

use super::{BAR, LINE, Share, length, share_words};
use crate::words::{Lang, text};
use leptos::prelude::*;

/// The longest bar takes so much of the line; what is left holds its figures.
const LONGEST: f64 = 56.0;
const BETWEEN: f64 = 0.2;
const AFTER_ROW: f64 = 0.9;

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paired {
    /// What the picture shows, for who doesn't see it.
    pub title: String,
    /// The same in a sentence or two.
    pub description: String,
    /// From the top.
    pub rows: Vec<Measure>,
}

/// One thing, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What.
    pub label: String,
    /// Before; none is hidden.
    pub before: Option<Share>,
    /// After; none is hidden.
    pub after: Option<Share>,
}

/// Where things stand: y and heights in em, widths in percent.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    class: &'static str,
    y: f64,
    width: f64,
}

/// The height of the whole, and for each row the line of its label and its two bars. The scale is common to all rows:
/// a full bar is everyone.
fn layout(rows: &[Measure]) -> (f64, Vec<(f64, [Bar; 2])>) {
    let mut y = 0.0;
    let rows = rows
        .iter()
        .map(|row| {
            let label = y + LINE - 0.4;
            let first = y + LINE;
            let second = first + BAR + BETWEEN;
            y = second + BAR + AFTER_ROW;
            let bar = |class, y, share: Option<Share>| Bar { class, y, width: share.map_or(0.0, Share::part) * LONGEST };
            (label, [bar("chart__before", first, row.before), bar("chart__after", second, row.after)])
        })
        .collect();
    ((y - AFTER_ROW).max(0.0), rows)
}

/// The picture.
pub fn paired(chart: Paired, lang: Lang) -> AnyView {
    let (height, places) = layout(&chart.rows);
    let rows = chart.rows.iter().zip(places).map(|(row, (label, bars))| {
        let shares = [(text("Före", "Before"), row.before), (text("Efter", "After"), row.after)];
        // Where all bars begin: what is nobody stands at it as well.
        let (top, bottom) = (length(bars[0].y, "em"), length(bars[1].y + BAR, "em"));
        let bars = bars.into_iter().zip(shares).map(|(bar, (word, share))| {
            let (y, middle) = (length(bar.y, "em"), length(bar.y + BAR - 0.35, "em"));
            let width = length(bar.width, "%");
            let (percent, count) = share_words(share, lang);
            view! {
                <rect class=bar.class x="0" y=y width=width.clone() height=length(BAR, "em")></rect>
                <text x=width y=middle dx="0.5em">
                    <tspan class="chart__label--soft">{word.get(lang)}</tspan>
                    <tspan class="chart__value" dx="0.35em">{percent}</tspan>
                    <tspan class="chart__count" dx="0.35em">{count}</tspan>
                </text>
            }
        });
        view! {
            <text class="chart__label" x="0" y=length(label, "em")>{row.label.clone()}</text>
            {bars.collect_view()}
            <line class="chart__axis" x1="0" y1=top x2="0" y2=bottom></line>
        }
    });
    let rows = rows.collect_view();
    view! {
        <svg class="chart" role="img" width="100%" height=length(height + 0.3, "em") aria-label=chart.title>
            <desc>{chart.description}</desc>
            {rows}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Measure> {
        let share = |count| Some(Share { count, whole: 107 });
        [("Ingen sysselsättning", 68, 11), ("Komvux", 0, 9)]
            .map(|(label, before, after)| Measure { label: label.into(), before: share(before), after: share(after) })
            .into()
    }

    #[test]
    fn bars_share_one_scale_and_stand_under_each_other() {
        let (height, rows) = layout(&rows());
        let bars: Vec<&Bar> = rows.iter().flat_map(|it| &it.1).collect();
        assert!((bars[0].width - 68.0 / 107.0 * LONGEST).abs() < 1e-9);
        assert!(bars[2].width.abs() < f64::EPSILON, "none is no bar at all");
        assert!(bars.windows(2).all(|it| it[1].y >= it[0].y + BAR), "none covers another");
        assert!(rows.iter().all(|(label, bars)| *label < bars[0].y));
        assert!(bars[3].y + BAR <= height);
        assert_eq!(layout(&[]), (0.0, Vec::new()));
    }

    #[test]
    fn what_is_hidden_is_said_and_has_no_length() {
        let row = Measure { label: "Arbete".into(), before: None, after: None };
        let html = paired(Paired { title: String::new(), description: String::new(), rows: vec![row] }, Lang::Sv).to_html();
        assert!(html.contains("dolt") && html.contains("width=\"0%\"") && !html.contains("(0)"), "{html}");
    }

    #[test]
    fn the_picture_says_what_it_shows_and_has_no_style_of_its_own() {
        let chart = Paired { title: "Före och efter".into(), description: "Andelar av 107.".into(), rows: rows() };
        let html = paired(chart, Lang::Sv).to_html();
        assert!(html.contains("aria-label=\"Före och efter\"") && html.contains("<desc>Andelar av 107."), "{html}");
        assert!(html.contains("64\u{a0}%") && html.contains("(68)") && html.contains("Komvux"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }
}
