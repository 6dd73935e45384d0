//! The languages of the youth's page. More than the app's own: whoever gets a message reads what they read.

use jiff::civil::{Date, DateTime, Weekday};

/// A language of the youth's page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// Swedish.
    #[default]
    Sv,
    /// English.
    En,
    /// Arabic: a draft that nobody has checked yet, and the page says so.
    Ar,
}

/// One text in each language of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    sv: &'static str,
    en: &'static str,
    ar: &'static str,
}

/// A text in Swedish, English and Arabic.
pub(super) const fn said(sv: &'static str, en: &'static str, ar: &'static str) -> Said {
    Said { sv, en, ar }
}

impl Said {
    pub(super) const fn get(self, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::Sv => self.sv,
            Tongue::En => self.en,
            Tongue::Ar => self.ar,
        }
    }

    /// With the coach's first name for `{coach}`.
    pub(super) fn of(self, coach: &str, tongue: Tongue) -> String {
        self.get(tongue).replace("{coach}", coach)
    }
}

impl Tongue {
    /// Every language, as the page offers them.
    pub const ALL: [Self; 3] = [Self::Sv, Self::En, Self::Ar];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// The language of a tag, whatever region it names.
    pub fn of(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|it| it.tag().eq_ignore_ascii_case(primary))
    }

    /// Which way it is written.
    pub fn direction(self) -> &'static str {
        if self == Self::Ar { "rtl" } else { "ltr" }
    }

    /// Its own name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sv => "Svenska",
            Self::En => "English",
            Self::Ar => "العربية",
        }
    }

    /// Whether a person has checked the texts.
    pub(super) fn is_checked(self) -> bool {
        self != Self::Ar
    }

    /// "torsdag 14.00"
    pub fn time(self, at: DateTime) -> String {
        let (weekday, mark) = (weekday(at.date()).get(self), if self == Self::Sv { '.' } else { ':' });
        format!("{weekday} {:02}{mark}{:02}", at.hour(), at.minute())
    }

    /// "26 november", and how near it is where it is near: "26 november · i morgon".
    pub(super) fn date(self, day: Date, today: Date) -> String {
        let date = format!("{} {}", day.day(), month(day).get(self));
        let near = match domain::civil::days_between(today, day) {
            0 => said("i dag", "today", "اليوم"),
            1 => said("i morgon", "tomorrow", "غدًا"),
            _ => return date,
        };
        format!("{date} · {}", near.get(self))
    }
}

fn weekday(day: Date) -> Said {
    match day.weekday() {
        Weekday::Monday => said("måndag", "Monday", "الاثنين"),
        Weekday::Tuesday => said("tisdag", "Tuesday", "الثلاثاء"),
        Weekday::Wednesday => said("onsdag", "Wednesday", "الأربعاء"),
        Weekday::Thursday => said("torsdag", "Thursday", "الخميس"),
        Weekday::Friday => said("fredag", "Friday", "الجمعة"),
        Weekday::Saturday => said("lördag", "Saturday", "السبت"),
        Weekday::Sunday => said("söndag", "Sunday", "الأحد"),
    }
}

fn month(day: Date) -> Said {
    match day.month() {
        1 => said("januari", "January", "يناير"),
        2 => said("februari", "February", "فبراير"),
        3 => said("mars", "March", "مارس"),
        4 => said("april", "April", "أبريل"),
        5 => said("maj", "May", "مايو"),
        6 => said("juni", "June", "يونيو"),
        7 => said("juli", "July", "يوليو"),
        8 => said("augusti", "August", "أغسطس"),
        9 => said("september", "September", "سبتمبر"),
        10 => said("oktober", "October", "أكتوبر"),
        11 => said("november", "November", "نوفمبر"),
        _ => said("december", "December", "ديسمبر"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};

    #[test]
    fn the_time_comes_first_and_in_the_readers_words() {
        let at = datetime(2026, 11, 26, 14, 0, 0, 0);
        assert_eq!(Tongue::ALL.map(|it| it.time(at)), ["torsdag 14.00", "Thursday 14:00", "الخميس 14:00"]);
        assert_eq!(Tongue::Sv.date(at.date(), date(2026, 11, 25)), "26 november · i morgon");
        assert_eq!(Tongue::En.date(at.date(), date(2026, 11, 20)), "26 November");
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(
            [Tongue::of("sv-FI"), Tongue::of("AR"), Tongue::of("so"), Tongue::of("")],
            [Some(Tongue::Sv), Some(Tongue::Ar), None, None]
        );
    }
}
