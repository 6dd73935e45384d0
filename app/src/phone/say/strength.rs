//! How hard a passphrase is to guess, in plain words.

use crate::words::{Text, text};
use std::collections::BTreeSet;

/// How hard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Nothing written.
    Empty,
    /// Fewer than twelve characters.
    Short {
        /// How many are missing.
        missing: usize,
    },
    /// Long enough, and made of little.
    Simple,
    /// Long enough, of several words or many kinds of characters.
    Good,
}

const ENOUGH: usize = 12;

/// How hard a passphrase is to guess. It's the length that counts; one character over and over doesn't.
pub fn strength(phrase: &str) -> Strength {
    let length = phrase.chars().count();
    let different = phrase.chars().collect::<BTreeSet<_>>().len();
    let words = phrase.split_whitespace().filter(|it| it.chars().count() > 2).count();
    match length {
        0 => Strength::Empty,
        1..ENOUGH => Strength::Short { missing: ENOUGH - length },
        _ if different < 6 => Strength::Simple,
        _ if words >= 3 || length >= 16 => Strength::Good,
        _ => Strength::Simple,
    }
}

impl Strength {
    /// In words.
    pub fn word(self) -> Text {
        match self {
            Self::Empty => text("Inget skrivet än", "Nothing written yet"),
            Self::Short { missing: 1 } => text("Ett tecken till behövs", "One more character is needed"),
            Self::Short { missing: 2..=4 } => text("Några tecken till behövs", "A few more characters are needed"),
            Self::Short { .. } => text("För kort än", "Too short yet"),
            Self::Simple => text("Går att gissa. Lägg gärna till ett ord", "Can be guessed. Better add a word"),
            Self::Good => text("Svår att gissa. Bra!", "Hard to guess. Good!"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_words_count() {
        assert_eq!(strength(""), Strength::Empty);
        assert_eq!(strength("kaffe"), Strength::Short { missing: 7 });
        assert_eq!(strength("aaaaaaaaaaaaaaaaaaaa"), Strength::Simple);
        assert_eq!(strength("Stockholm2026"), Strength::Simple);
        assert_eq!(strength("tre blå koppar"), Strength::Good);
    }
}
