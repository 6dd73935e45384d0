//! The texts that people read, each in both languages beside the component that shows it.
//!
//! `const TITLE: Text = text("I dag", "Today");` and `TITLE.get(lang)`: a text that lacks a language doesn't compile.

pub use domain::Lang;

/// One text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

/// A text in Swedish and English.
pub const fn text(sv: &'static str, en: &'static str) -> Text {
    Text { sv, en }
}

impl Text {
    /// The text in a language.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => self.sv,
            Lang::En => self.en,
        }
    }

    /// The text with each `{name}` replaced by its value: `("antal", "3")` fills `{antal}`.
    pub fn fill(self, lang: Lang, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.get(lang).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNSENT: Text = text("{antal} sparade i telefonen", "{antal} saved on the phone");

    #[test]
    fn a_text_speaks_both_languages() {
        assert_eq!(UNSENT.fill(Lang::Sv, &[("antal", "3")]), "3 sparade i telefonen");
        assert_eq!(UNSENT.fill(Lang::En, &[("antal", "3")]), "3 saved on the phone");
    }
}
