//! The texts that ship, and which text a language gets. `[…]` is left out where a detail in it isn't known.

use super::{MessageKind, say::primary};

/// A text that ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// The text, with its placeholders.
    pub text: &'static str,
    /// Whether a person has checked it. One that hasn't been is never sent.
    pub checked: bool,
}

/// The text of a kind in a language: Swedish, English, and an Arabic draft.
pub fn shipped(kind: MessageKind, language: &str) -> Option<Shipped> {
    let (text, checked) = match primary(language) {
        "sv" => (swedish(kind), true),
        "en" => (english(kind), true),
        "ar" => (arabic(kind), false),
        _ => return None,
    };
    Some(Shipped { text, checked })
}

/// The text that a youth who reads `language` gets, and its language: the municipality's own where it has been checked,
/// else the one that ships, else Swedish. `own` gives the municipality's text in a language, with whether it is checked.
pub fn pick(kind: MessageKind, language: &str, own: impl Fn(&str) -> Option<(String, bool)>) -> (String, String) {
    let checked = |language: &str| match own(language) {
        Some((text, true)) => Some(text),
        _ => shipped(kind, language).filter(|it| it.checked).map(|it| it.text.to_owned()),
    };
    for language in [language, primary(language)] {
        if let Some(text) = checked(language) {
            return (text, language.to_owned());
        }
    }
    (checked("sv").unwrap_or_else(|| swedish(kind).to_owned()), "sv".to_owned())
}

fn swedish(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Booked => "Hej {förnamn}! Då säger vi {dag} kl {tid}. Svara NEJ om det inte passar.[ {länk}][ /{coach}]",
        MessageKind::ThreeDays => "Hej {förnamn}! Vi ses {dag} kl {tid}. Svara NEJ om det inte passar.[ {länk}][ /{coach}]",
        MessageKind::DayBefore => "Hej {förnamn}! Vi ses {dag} kl {tid}. Passar det inte? Svara här så hittar vi en ny tid.[ /{coach}]",
        MessageKind::Moved => "Hej {förnamn}! Ny tid för oss: {dag} kl {tid}. Hör av dig om det inte funkar.[ /{coach}]",
        MessageKind::Cancelled => "Hej {förnamn}! Jag måste tyvärr ställa in {dag} kl {tid}. Jag hör av mig med en ny tid.[ /{coach}]",
        MessageKind::Missed => "Hej {förnamn}! Vi missade varandra {dag}. Ingen fara. När passar det att höras?[ /{coach}]",
        MessageKind::FirstContact => {
            "Hej {förnamn}! Jag heter {coach}. Jag vill gärna höra hur du har det. Svara här[ eller ring mig på {telefon}]."
        }
        MessageKind::Encouragement => "Hej {förnamn}! Tänkte på dig. Hur går det? Du behöver inte svara nu.[ /{coach}]",
        MessageKind::HowNow => {
            "Hej {förnamn}! Det var ett tag sedan. Hur ser dina dagar ut nu? Svara med några ord[ eller ring {telefon}].[ /{coach}]"
        }
        MessageKind::StopConfirmed => "Okej, du får inga fler sms från mig.[ Ångrar du dig kan du ringa {telefon}.][ /{coach}]",
    }
}

fn english(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Booked => "Hi {förnamn}! Let's say {dag} at {tid}. Reply NO if it doesn't suit you.[ {länk}][ /{coach}]",
        MessageKind::ThreeDays => "Hi {förnamn}! See you {dag} at {tid}. Reply NO if it doesn't suit you.[ {länk}][ /{coach}]",
        MessageKind::DayBefore => "Hi {förnamn}! See you {dag} at {tid}. Doesn't suit? Reply here and we'll find another time.[ /{coach}]",
        MessageKind::Moved => "Hi {förnamn}! A new time for us: {dag} at {tid}. Let me know if it doesn't work.[ /{coach}]",
        MessageKind::Cancelled => "Hi {förnamn}! I'm sorry, I have to cancel {dag} at {tid}. I'll be in touch with a new time.[ /{coach}]",
        MessageKind::Missed => "Hi {förnamn}! We missed each other {dag}. No worries. When is a good time to talk?[ /{coach}]",
        MessageKind::FirstContact => {
            "Hi {förnamn}! My name is {coach}. I'd like to hear how you are. Reply here[ or call me on {telefon}]."
        }
        MessageKind::Encouragement => "Hi {förnamn}! I thought of you. How is it going? You don't have to answer now.[ /{coach}]",
        MessageKind::HowNow => {
            "Hi {förnamn}! It's been a while. What are your days like now? Reply with a few words[ or call {telefon}].[ /{coach}]"
        }
        MessageKind::StopConfirmed => {
            "Okay, you won't get any more texts from me.[ If you change your mind you can call {telefon}.][ /{coach}]"
        }
    }
}

/// A draft: it tests writing from right to left, and nobody has checked it.
fn arabic(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Booked => "مرحبًا {förnamn}! موعدنا {dag} الساعة {tid}. أجب NEJ إذا لم يناسبك.[ {länk}][ /{coach}]",
        MessageKind::ThreeDays => "مرحبًا {förnamn}! نلتقي {dag} الساعة {tid}. أجب NEJ إذا لم يناسبك.[ {länk}][ /{coach}]",
        MessageKind::DayBefore => "مرحبًا {förnamn}! نلتقي {dag} الساعة {tid}. لا يناسبك؟ أجب هنا وسنجد وقتًا آخر.[ /{coach}]",
        MessageKind::Moved => "مرحبًا {förnamn}! موعد جديد لنا: {dag} الساعة {tid}. أخبرني إذا لم يناسبك.[ /{coach}]",
        MessageKind::Cancelled => "مرحبًا {förnamn}! للأسف علي إلغاء موعد {dag} الساعة {tid}. سأتواصل معك بموعد جديد.[ /{coach}]",
        MessageKind::Missed => "مرحبًا {förnamn}! لم نلتق {dag}. لا بأس. متى يناسبك أن نتحدث؟[ /{coach}]",
        MessageKind::FirstContact => "مرحبًا {förnamn}! اسمي {coach}. أود أن أعرف كيف حالك. أجب هنا[ أو اتصل بي على {telefon}].",
        MessageKind::Encouragement => "مرحبًا {förnamn}! فكرت فيك. كيف الحال؟ لا داعي للرد الآن.[ /{coach}]",
        MessageKind::HowNow => "مرحبًا {förnamn}! مضى بعض الوقت. كيف تبدو أيامك الآن؟ أجب ببضع كلمات[ أو اتصل على {telefon}].[ /{coach}]",
        MessageKind::StopConfirmed => "حسنًا، لن تصلك رسائل أخرى مني.[ إذا غيرت رأيك يمكنك الاتصال على {telefon}.][ /{coach}]",
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Encoding, Values, check, render, size},
        *,
    };

    #[test]
    fn swedish_fits_one_segment_with_long_names() {
        let values = Values {
            given_name: "Alexandra",
            coach: Some("Christoffer"),
            day: Some("söndag 27/12"),
            time: Some("14.00"),
            link: Some("https://moten.exempel.se/y/abcdefghijklmnopq"),
            phone: Some("070-174 06 14"),
        };
        for kind in MessageKind::ALL {
            for language in ["sv", "en"] {
                let text = render(shipped(*kind, language).expect("it ships").text, &values).expect("whole");
                let size = size(&text);
                assert_eq!((size.encoding, size.segments), (Encoding::Gsm7, 1), "{language} {}: {}", kind.code(), size.units);
            }
        }
    }

    #[test]
    fn every_text_that_ships_is_well_formed_and_reveals_nothing() {
        for kind in MessageKind::ALL {
            for language in ["sv", "en", "ar"] {
                let text = shipped(*kind, language).expect("it ships").text;
                assert_eq!(check(*kind, text), Ok(()), "{language} {}", kind.code());
                let text = text.to_lowercase();
                for word in
                    ["kaa", "skola", "school", "kommun", "municipal", "ansvar", "frånvar", "absence", "myndighet", "hälsa", "health"]
                {
                    assert!(!text.contains(word), "{word} in {language} {}", kind.code());
                }
            }
        }
    }

    #[test]
    fn an_unchecked_translation_is_not_sent() {
        let none = |_: &str| None;
        assert_eq!(pick(MessageKind::Missed, "en-GB", none), (english(MessageKind::Missed).to_owned(), "en-GB".to_owned()));
        assert_eq!(pick(MessageKind::Missed, "ar", none).1, "sv");
        assert_eq!(pick(MessageKind::Missed, "so", none).1, "sv");
        let own = |language: &str| (language == "ar").then(|| ("مرحبًا {förnamn}".to_owned(), true));
        assert_eq!(pick(MessageKind::Missed, "ar", own), ("مرحبًا {förnamn}".to_owned(), "ar".to_owned()));
        let draft = |language: &str| (language == "sv").then(|| ("Hej".to_owned(), false));
        assert_eq!(pick(MessageKind::Missed, "sv", draft).0, swedish(MessageKind::Missed));
    }
}
