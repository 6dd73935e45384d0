//! How many segments a text takes, as the networks count: 160 septets alone or 153 each where there are several in
//! GSM-7 (3GPP TS 23.038, 6.2.1), 70 and 67 units in UCS-2.

/// How a text travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The default alphabet; å, ä and ö are in it.
    Gsm7,
    /// Everything else.
    Ucs2,
}

/// What a text takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How it travels.
    pub encoding: Encoding,
    /// Septets, or 16-bit units.
    pub units: usize,
    /// What is paid for. An empty text takes none.
    pub segments: usize,
}

/// The default alphabet, without the escape.
const BASIC: &str =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Behind an escape: each counts two.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

fn septets(letter: char) -> Option<usize> {
    if BASIC.contains(letter) {
        Some(1)
    } else if EXTENDED.contains(letter) {
        Some(2)
    } else {
        None
    }
}

/// What a text takes. An escape and what it escapes are never split between segments, nor are surrogates.
pub fn size(text: &str) -> Size {
    let gsm: Option<Vec<usize>> = text.chars().map(septets).collect();
    let (encoding, letters, alone, each) = match gsm {
        Some(letters) => (Encoding::Gsm7, letters, 160, 153),
        None => (Encoding::Ucs2, text.chars().map(char::len_utf16).collect(), 70, 67),
    };
    let units: usize = letters.iter().sum();
    let segments = if units <= alone { usize::from(units > 0) } else { packed(&letters, each) };
    Size { encoding, units, segments }
}

fn packed(letters: &[usize], each: usize) -> usize {
    let mut segments = 1;
    let mut used = 0;
    for letter in letters {
        if used + letter > each {
            segments += 1;
            used = 0;
        }
        used += letter;
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use Encoding::{Gsm7, Ucs2};

    fn of(text: &str) -> (Encoding, usize, usize) {
        let it = size(text);
        (it.encoding, it.units, it.segments)
    }

    #[test]
    fn as_the_networks_count() {
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(of(""), (Gsm7, 0, 0));
        assert_eq!(of("Hej Åsa! Vi ses på kafé ÄÖåäö é"), (Gsm7, 31, 1));
        for (letters, segments) in [(160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)] {
            assert_eq!(of(&"a".repeat(letters)), (Gsm7, letters, segments));
        }
        for (letters, segments) in [(70, 1), (71, 2), (134, 2), (135, 3)] {
            assert_eq!(of(&"ب".repeat(letters)), (Ucs2, letters, segments));
        }
        assert_eq!(of("ç"), (Ucs2, 1, 1), "the small ç isn't in the alphabet, the capital is");
        assert_eq!(of("Ç"), (Gsm7, 1, 1));
    }

    #[test]
    fn what_is_escaped_counts_two_and_is_not_split() {
        assert_eq!(of("€"), (Gsm7, 2, 1));
        assert_eq!(of(&"€".repeat(80)), (Gsm7, 160, 1));
        assert_eq!(of(&"€".repeat(81)), (Gsm7, 162, 2));
        // 152 letters, and the € that doesn't fit in what is left of 153.
        assert_eq!(of(&format!("{}€{}", "a".repeat(152), "a".repeat(152))), (Gsm7, 306, 3));
        assert_eq!(of("👋"), (Ucs2, 2, 1));
        assert_eq!(of(&format!("{}👋{}", "a".repeat(66), "a".repeat(66))), (Ucs2, 134, 3));
    }
}
