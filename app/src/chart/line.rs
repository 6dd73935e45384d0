//! A line through months. Each line has its name and its last value where it ends, and its first where it begins.

use super::length;
use leptos::prelude::*;

/// How high the picture is between its lines of text, in em.
const HIGH: f64 = 9.0;
/// The line of text above, in em.
const ABOVE: f64 = 2.2;
/// The lines of text beneath, in em.
const BENEATH: f64 = 1.8;
/// The lines end here, in percent; what is left holds their last values.
const END: f64 = 80.0;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What the picture shows, for who doesn't see it.
    pub title: String,
    /// The same in a sentence or two.
    pub description: String,
    /// Under the first point, and under the last.
    pub ends: [String; 2],
    /// The lines, the highest first.
    pub lines: Vec<Run>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its name.
    pub label: String,
    /// Solid or dashed, so that colour isn't all that tells them apart.
    pub class: &'static str,
    /// Between 0 and 1, oldest first; none is a gap.
    pub values: Vec<Option<f64>>,
    /// Its first and its last value, in words.
    pub words: [String; 2],
}

/// Where points are: x in percent, y in em. The scale begins at nothing and is common to all lines.
fn points(run: &Run, top: f64) -> Vec<Option<(f64, f64)>> {
    #[expect(clippy::cast_precision_loss, reason = "a picture has few points")]
    let step = END / (run.values.len().saturating_sub(1).max(1)) as f64;
    let at = |(index, value): (usize, &Option<f64>)| {
        #[expect(clippy::cast_precision_loss, reason = "a picture has few points")]
        let x = index as f64 * step;
        value.map(|it| (x, ABOVE + HIGH * (1.0 - it / top)))
    };
    run.values.iter().enumerate().map(at).collect()
}

/// The picture.
pub fn line(chart: Line) -> AnyView {
    let most = chart.lines.iter().flat_map(|it| it.values.iter().flatten()).copied().fold(0.0, f64::max);
    let top = if most > 0.0 { most } else { 1.0 };
    let lines = chart.lines.into_iter().enumerate().map(|(index, run)| {
        let points = points(&run, top);
        let segments = points.windows(2).filter_map(|it| Some((it[0]?, it[1]?))).map(|((x1, y1), (x2, y2))| {
            view! {
                <line class=run.class x1=length(x1, "%") y1=length(y1, "em") x2=length(x2, "%") y2=length(y2, "em")></line>
            }
        });
        let segments = segments.collect_view();
        let last = points.iter().rev().flatten().next().copied();
        let first = points.iter().flatten().next().copied();
        let end = last.map(|(x, y)| {
            view! {
                <circle class="chart__dot" cx=length(x, "%") cy=length(y, "em") r="0.25em"></circle>
                <text class="chart__value" x=length(x, "%") y=length(y + 0.35, "em") dx="0.5em">{run.words[1].clone()}</text>
            }
        });
        // The highest line is named above all of them, the others beneath themselves.
        let start = first.map(|(x, y)| {
            let y = if index == 0 { 1.0 } else { y + 1.3 };
            view! {
                <text class="chart__label--soft" x=length(x, "%") y=length(y.clamp(1.0, ABOVE + HIGH - 0.3), "em")>
                    {format!("{} {}", run.label, run.words[0])}
                </text>
            }
        });
        view! { {segments} {end} {start} }
    });
    let lines = lines.collect_view();
    let ground = length(ABOVE + HIGH, "em");
    let under = length(ABOVE + HIGH + 1.3, "em");
    let [from, to] = chart.ends;
    view! {
        <svg class="chart chart--line" role="img" width="100%" height=length(ABOVE + HIGH + BENEATH, "em") aria-label=chart.title>
            <desc>{chart.description}</desc>
            <line class="chart__axis" x1="0" y1=ground.clone() x2=length(END, "%") y2=ground></line>
            <text class="chart__label--soft" x="0" y=under.clone()>{from}</text>
            <text class="chart__label--soft" x=length(END, "%") y=under text-anchor="end">{to}</text>
            {lines}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_share_one_scale_that_begins_at_nothing() {
        let run = |values: &[f64]| Run {
            label: "Utan".into(),
            class: "chart__line",
            values: values.iter().copied().map(Some).collect(),
            words: ["20\u{a0}%".into(), "10\u{a0}%".into()],
        };
        let points = points(&run(&[0.4, 0.0]), 0.4);
        assert_eq!(points, [Some((0.0, ABOVE)), Some((END, ABOVE + HIGH))]);
        let chart = Line {
            title: "Månad för månad".into(),
            description: "Från 20 till 10 procent.".into(),
            ends: ["okt 2025".into(), "okt 2026".into()],
            lines: vec![run(&[0.2, 0.3, 0.1])],
        };
        let html = line(chart).to_html();
        assert_eq!(html.matches("class=\"chart__line\"").count(), 2);
        assert!(html.contains("Utan 20\u{a0}%") && html.contains("okt 2025") && !html.contains("style="), "{html}");
    }

    #[test]
    fn what_isnt_known_is_a_gap() {
        let values = vec![Some(0.2), None, Some(0.1), Some(0.1)];
        let run = Run { label: String::new(), class: "chart__line", values, words: Default::default() };
        let html = line(Line { title: String::new(), description: String::new(), ends: Default::default(), lines: vec![run] }).to_html();
        assert_eq!(html.matches("class=\"chart__line\"").count(), 1);
    }
}
