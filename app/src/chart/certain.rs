//! What is known of everyone: without occupation, unknown (hatched), otherwise occupied. The least that "none" can be
//! is the first part; the most is the first and the hatched together. It says nothing of the shares of the complete.

use super::{BAR, Share, length};
use domain::figures::Bounds;
use leptos::prelude::*;

/// One bar, of everyone.
#[derive(Clone, Debug, PartialEq)]
pub struct Certain {
    /// What it says, in words that wrap: an svg's text doesn't.
    pub words: String,
    /// The colour of what is without occupation: before's or after's.
    pub class: &'static str,
    /// The least and the most without occupation, of everyone.
    pub bounds: Bounds,
}

/// Where a part begins and how long it is, in percent of the line: without occupation, unknown, the others.
fn parts(bounds: Bounds) -> [(f64, f64); 3] {
    let [least, most] = [bounds.least, bounds.most].map(|count| Share { count, whole: bounds.all }.part() * 100.0);
    [(0.0, least), (least, most - least), (most, 100.0 - most)]
}

/// A bar under its words. `id` sets its pattern apart from other pictures' on the page.
pub fn certain(bar: &Certain, id: &str) -> AnyView {
    let pattern = format!("hatch-{id}");
    let fill = format!("url(#{pattern})");
    let words = bar.words.clone();
    let [first, second, third] = parts(bar.bounds).map(|(x, width)| (length(x, "%"), length(width, "%")));
    view! {
        <div>
            <p>{words.clone()}</p>
            <svg class="chart" role="img" width="100%" height=length(BAR + 0.2, "em") aria-label=words>
                <defs>
                    <pattern id=pattern width="8" height="8" patternUnits="userSpaceOnUse">
                        <rect class="chart__hatch-ground" width="8" height="8"></rect>
                        <path class="chart__hatch" d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"></path>
                    </pattern>
                </defs>
                <rect class=bar.class x=first.0 y="1" width=first.1 height=length(BAR, "em")></rect>
                <rect class="chart__unknown" fill=fill x=second.0 y="1" width=second.1 height=length(BAR, "em")></rect>
                <rect class="chart__rest" x=third.0 y="1" width=third.1 height=length(BAR, "em")></rect>
            </svg>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_the_line_and_unknown_is_hatched() {
        let bar = Certain { words: "Efter: minst 9 %".into(), class: "chart__after", bounds: Bounds { least: 89, most: 379, all: 1000 } };
        let parts = parts(bar.bounds);
        assert!((parts.iter().map(|it| it.1).sum::<f64>() - 100.0).abs() < 1e-9);
        assert!((parts[1].0 - 8.9).abs() < 1e-9 && (parts[2].0 - 37.9).abs() < 1e-9, "least and most");
        let html = certain(&bar, "now").to_html();
        assert!(html.contains("fill=\"url(#hatch-now)\"") && html.contains("id=\"hatch-now\""), "{html}");
        assert!(html.contains("aria-label=\"Efter: minst 9 %\"") && !html.contains("style="), "{html}");
    }
}
