//! From what to what: before on the left, after on the right, and between them bands as thick as there are youths.

use super::length;
use leptos::prelude::*;

/// The height of everyone, in em.
const HIGH: f64 = 14.0;
/// The line of text above a block, in em.
const LINE: f64 = 1.7;
/// A block's width, in percent.
const BLOCK: f64 = 2.0;

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// What the picture shows, for who doesn't see it.
    pub title: String,
    /// The same in a sentence or two.
    pub description: String,
    /// What stands over the sides.
    pub sides: [String; 2],
    /// Blocks on the left, from the top.
    pub from: Vec<Block>,
    /// Blocks on the right.
    pub to: Vec<Block>,
    /// Bands: from which block, to which, and how many.
    pub bands: Vec<(usize, usize, u64)>,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What, with its figures.
    pub label: String,
    /// How many.
    pub count: u64,
    /// Whether its bands stand out.
    pub is_marked: bool,
}

#[expect(clippy::cast_precision_loss, reason = "counts of youths stay far below 2^52")]
fn high(count: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { count as f64 / all as f64 * HIGH }
}

/// Where blocks begin, in em, and where the last ends.
fn places(blocks: &[Block], all: u64) -> (Vec<f64>, f64) {
    let mut y = LINE;
    let mut places = Vec::new();
    for it in blocks {
        y += LINE;
        places.push(y);
        y += high(it.count, all);
    }
    (places, y)
}

/// The picture.
pub fn flow(chart: Flow) -> AnyView {
    let all = chart.from.iter().map(|it| it.count).sum();
    let (left, left_end) = places(&chart.from, all);
    let (right, right_end) = places(&chart.to, all);
    let height = left_end.max(right_end) + 0.3;
    // How much of each block its bands have taken.
    let (mut from_y, mut to_y) = (left.clone(), right.clone());
    let mut bands = Vec::new();
    for (from, to, count) in &chart.bands {
        let (Some(a), Some(b)) = (from_y.get_mut(*from), to_y.get_mut(*to)) else { continue };
        let thick = high(*count, all);
        let (x1, x2, middle) = (BLOCK, 100.0 - BLOCK, 50.0);
        let d = format!(
            "M{x1},{a:.3} C{middle},{a:.3} {middle},{b:.3} {x2},{b:.3} L{x2},{:.3} C{middle},{:.3} {middle},{:.3} {x1},{:.3} Z",
            *b + thick,
            *b + thick,
            *a + thick,
            *a + thick,
        );
        (*a, *b) = (*a + thick, *b + thick);
        let is_marked = chart.from.get(*from).is_some_and(|it| it.is_marked);
        let class = if is_marked { "chart__band chart__band--marked" } else { "chart__band" };
        bands.push(view! { <path class=class d=d></path> });
    }
    let side = |blocks: Vec<Block>, places: Vec<f64>, x: f64, text_x: &'static str, anchor: &'static str, class: &'static str| {
        let blocks = blocks.into_iter().zip(places).map(move |(it, y)| {
            view! {
                <rect class=class x=length(x, "%") y=length(y, "em") width=length(BLOCK, "%") height=length(high(it.count, all), "em")></rect>
                <text class="chart__label" x=text_x y=length(y - 0.4, "em") text-anchor=anchor>{it.label}</text>
            }
        });
        blocks.collect_view()
    };
    let [before, after] = chart.sides;
    let lefts = side(chart.from, left, 0.0, "0", "start", "chart__before");
    let rights = side(chart.to, right, 100.0 - BLOCK, "100%", "end", "chart__after");
    // The bands lie in a picture of their own, whose sides are stretched to the window's; nothing in it is text.
    let inner = format!("0 0 100 {height:.3}");
    view! {
        <svg class="chart" role="img" width="100%" height=length(height, "em") aria-label=chart.title>
            <desc>{chart.description}</desc>
            <svg x="0" y="0" width="100%" height="100%" viewBox=inner preserveAspectRatio="none">{bands}</svg>
            <text class="chart__label--soft" x="0" y="1em">{before}</text>
            <text class="chart__label--soft" x="100%" y="1em" text-anchor="end">{after}</text>
            {lefts}
            {rights}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_as_high_on_both_sides() {
        let block = |label: &str, count| Block { label: label.into(), count, is_marked: label == "Ingen" };
        let from = vec![block("Ingen", 6), block("Arbete", 4)];
        let to = vec![block("Ingen", 1), block("Arbete", 9)];
        let high = |blocks: &[Block]| places(blocks, 10).1;
        assert!((high(&from) - high(&to)).abs() < 1e-9);
        let bands = vec![(0, 0, 1), (0, 1, 5), (1, 1, 4)];
        let chart =
            Flow {
                title: "Från vad till vad".into(), description: String::new(), sides: ["Före".into(), "Efter".into()], from, to, bands
            };
        let html = flow(chart).to_html();
        assert_eq!((html.matches("<path").count(), html.matches("chart__band--marked").count()), (3, 2));
        assert!(!html.contains("style=") && html.contains("Efter"), "{html}");
    }
}
