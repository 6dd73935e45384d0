//! What a text takes and costs: told alike to who writes the texts and who sends them.

use crate::words::{Lang, text};

/// "1 sms", "2 sms · 1,04 kr". `price` is what a segment costs, in öre.
pub fn cost(segments: usize, price: Option<u32>, lang: Lang) -> String {
    let count = text("{n} sms", "{n} SMS").fill(lang, &[("n", &segments.to_string())]);
    let Some(ore) = price else { return count };
    let sum = u64::from(ore).saturating_mul(u64::try_from(segments).unwrap_or(u64::MAX));
    format!("{count} · {}{}{:02} kr", sum / 100, lang.pick(',', '.'), sum % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_swedes_write_it() {
        assert_eq!(cost(1, None, Lang::Sv), "1 sms");
        assert_eq!(cost(2, Some(52), Lang::Sv), "2 sms · 1,04 kr");
        assert_eq!(cost(3, Some(52), Lang::En), "3 SMS · 1.56 kr");
    }
}
