//! From a schedule that fails to a short one that fails in the same way.

use super::Step;

/// Takes steps away, many at a time and then one by one, as long as it still fails (Zeller's delta debugging).
pub async fn shrink<F, Fails>(schedule: Vec<Step>, fails: F) -> Vec<Step>
where
    F: Fn(Vec<Step>) -> Fails,
    Fails: Future<Output = bool>,
{
    let mut shortest = schedule;
    let mut size = shortest.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        let before = shortest.len();
        while at < shortest.len() {
            let mut shorter = shortest.clone();
            shorter.drain(at..(at + size).min(shortest.len()));
            if fails(shorter.clone()).await {
                shortest = shorter;
            } else {
                at += size;
            }
        }
        // Single steps may need each other: they are tried until none can go.
        if size > 1 || shortest.len() == before {
            size /= 2;
        }
    }
    shortest
}
