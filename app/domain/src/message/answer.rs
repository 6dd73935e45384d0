//! What a youth's text means, as far as a machine may say.

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It suits.
    Yes,
    /// It doesn't.
    No,
    /// No more messages.
    Stop,
    /// Something for a person to read.
    Other,
}

/// Reads a text. Only what is nothing but one of the words is understood; a sentence is for a person.
pub fn understand(text: &str) -> Said {
    let word: String = text.trim().chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let is_one_word = text.split_whitespace().count() == 1;
    match word.as_str() {
        // Also "S T O P", as some write it.
        "stop" | "stopp" | "avsluta" => Said::Stop,
        _ if !is_one_word => Said::Other,
        "ja" | "japp" | "jadå" | "jo" | "yes" | "ok" | "okej" | "okay" => Said::Yes,
        "nej" | "nä" | "nope" | "no" => Said::No,
        _ => Said::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_any_case_and_space() {
        for text in ["STOP", " stopp ", "Avsluta.", "s t o p", "\u{a0}STOP!\n"] {
            assert_eq!(understand(text), Said::Stop, "{text}");
        }
        for text in ["JA", "ja!", " Ok ", "yes"] {
            assert_eq!(understand(text), Said::Yes, "{text}");
        }
        for text in ["NEJ", "nej.", "No"] {
            assert_eq!(understand(text), Said::No, "{text}");
        }
        for text in ["", "👍", "ja men kan vi ta det senare", "nej, fredag?", "stopp där, kan inte då", "ingen aning", "jag"] {
            assert_eq!(understand(text), Said::Other, "{text}");
        }
    }
}
