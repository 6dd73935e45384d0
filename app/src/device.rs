//! What kind of device somebody uses: a phone names its kind when it signs in, and an administrator reads it.

use crate::words::{Lang, Text, text};

/// A phone with Android.
pub const ANDROID_PHONE: Text = text("Android-telefon", "Android phone");
/// A tablet with Android.
pub const ANDROID_TABLET: Text = text("Android-platta", "Android tablet");
/// A computer with Windows.
pub const WINDOWS: Text = text("Windows-dator", "Windows computer");
/// Anything else.
pub const BROWSER: Text = text("Webbläsare", "Browser");

/// A device's name in the reader's language. Devices are kept under their Swedish names, and a script may give any name.
pub fn named(name: &str, lang: Lang) -> &str {
    let kinds = [ANDROID_PHONE, ANDROID_TABLET, WINDOWS, BROWSER];
    kinds.into_iter().find(|it| it.sv == name).map_or(name, |it| it.get(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_in_the_readers_language_and_any_other_name_as_it_is() {
        assert_eq!(named(ANDROID_PHONE.sv, Lang::En), "Android phone");
        assert_eq!(named(ANDROID_PHONE.sv, Lang::Sv), "Android-telefon");
        assert_eq!(named("iPhone", Lang::En), "iPhone");
    }
}
