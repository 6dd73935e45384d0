//! Names, numbers and addresses: a form read into the changes that it makes.

use crate::words::{Text, text};
use domain::{
    Address, BadNumber, BadPhone, CloseReason, Detail, Email, Fact, PersonalNumber, Phone, PhoneOwner, PostalAddress, Register, Youth,
};
use jiff::civil::Date;

/// The details as they stand in a form: text, whatever somebody has typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetailsForm {
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The personal number.
    pub number: String,
    /// E-mail.
    pub email: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// The language that texts are written in; none while it is one that isn't among [`LANGUAGES`].
    pub language: Option<&'static str>,
}

/// The languages that can be chosen, by their codes and their own names. What nobody has written in one is sent in Swedish.
pub const LANGUAGES: [(&str, &str); 8] = [
    ("sv", "Svenska"),
    ("en", "English"),
    ("ar", "العربية"),
    ("so", "Soomaali"),
    ("ti", "ትግርኛ"),
    ("fa", "فارسی"),
    ("uk", "Українська"),
    ("pl", "Polski"),
];

/// What is wrong with a form, in words for each field that is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BadDetails {
    /// The given name.
    pub given_name: Option<Text>,
    /// The personal number.
    pub number: Option<Text>,
    /// The e-mail address.
    pub email: Option<Text>,
    /// The address.
    pub address: Option<Text>,
}

impl DetailsForm {
    /// The form as the youth stands.
    pub fn of(youth: &Youth) -> Self {
        fn last<T: Clone>(register: &Register<T>) -> Option<T> {
            register.heads().last().map(|it| it.value.clone())
        }
        let address = last(&youth.address).flatten();
        let part = |of: fn(&PostalAddress) -> &String| address.as_ref().map(of).cloned().unwrap_or_default();
        Self {
            given_name: last(&youth.given_name).unwrap_or_default(),
            family_name: last(&youth.family_name).unwrap_or_default(),
            number: last(&youth.number).map(|it| it.to_string()).unwrap_or_default(),
            email: last(&youth.email).flatten().map(|it| it.to_string()).unwrap_or_default(),
            street: part(|it| &it.street),
            postal_code: part(|it| &it.postal_code),
            city: part(|it| &it.city),
            language: {
                let code = last(&youth.language).unwrap_or_else(|| "sv".to_owned());
                LANGUAGES.iter().map(|it| it.0).find(|it| *it == code)
            },
        }
    }
}

/// The changes that a form makes; none where nothing differs.
pub fn detail_changes(form: &DetailsForm, youth: &Youth, today: Date) -> Result<Vec<Fact>, BadDetails> {
    let was = DetailsForm::of(youth);
    let mut bad = BadDetails::default();
    let mut facts = Vec::new();
    let mut change = |detail, saw| facts.push(Fact::DetailsChanged { detail, saw });
    if form.given_name.trim() != was.given_name {
        match form.given_name.trim() {
            "" => bad.given_name = Some(NAME_NEEDED),
            name => change(Detail::GivenName { name: name.to_owned() }, youth.given_name.saw()),
        }
    }
    if form.family_name.trim() != was.family_name {
        change(Detail::FamilyName { name: form.family_name.trim().to_owned() }, youth.family_name.saw());
    }
    if form.number.trim() != was.number {
        match PersonalNumber::parse(&form.number, today) {
            Ok(number) => change(Detail::Number { number }, youth.number.saw()),
            Err(why) => bad.number = Some(bad_number(why)),
        }
    }
    if form.email.trim() != was.email {
        match read_email(&form.email) {
            Ok(email) => change(Detail::Email { email }, youth.email.saw()),
            Err(why) => bad.email = Some(why),
        }
    }
    if (&form.street, &form.postal_code, &form.city) != (&was.street, &was.postal_code, &was.city) {
        match read_address(form) {
            Ok(address) => change(Detail::Address { address }, youth.address.saw()),
            Err(why) => bad.address = Some(why),
        }
    }
    if let Some(language) = form.language.filter(|it| Some(*it) != was.language) {
        change(Detail::Language { language: language.to_owned() }, youth.language.saw());
    }
    if bad == BadDetails::default() { Ok(facts) } else { Err(bad) }
}

fn read_email(typed: &str) -> Result<Option<Email>, Text> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Email::parse(typed)
        .map(Some)
        .map_err(|_| text("En e-postadress skrivs namn@domän.se.", "An e-mail address is written name@domain.com."))
}

fn read_address(form: &DetailsForm) -> Result<Option<PostalAddress>, Text> {
    let [street, postal_code, city] = [&form.street, &form.postal_code, &form.city].map(|it| it.trim().to_owned());
    if street.is_empty() && postal_code.is_empty() && city.is_empty() {
        return Ok(None);
    }
    if postal_code.chars().filter(char::is_ascii_digit).count() != 5 {
        return Err(text("Ett postnummer har fem siffror.", "A postal code has five digits."));
    }
    Ok(Some(PostalAddress { street, postal_code, city }))
}

/// A number is the youth's, or somebody else's, or (none) no longer theirs.
pub fn phone_is(youth: &Youth, phone: &Phone, owner: Option<PhoneOwner>) -> Vec<Fact> {
    vec![Fact::DetailsChanged { detail: Detail::Phone { phone: phone.clone(), owner }, saw: youth.saw_phone(phone) }]
}

/// A number may not be used.
pub fn close_phone(youth: &Youth, phone: &Phone, reason: CloseReason) -> Vec<Fact> {
    vec![Fact::ChannelClosed { address: Address::Phone { phone: phone.clone() }, reason, saw: saw_closed(youth, phone) }]
}

/// It may again.
pub fn open_phone(youth: &Youth, phone: &Phone) -> Vec<Fact> {
    vec![Fact::ChannelOpened { address: Address::Phone { phone: phone.clone() }, saw: saw_closed(youth, phone) }]
}

fn saw_closed(youth: &Youth, phone: &Phone) -> Vec<domain::FactRef> {
    youth.phones.get(phone).map(|it| it.closed.saw()).unwrap_or_default()
}

pub(super) const NAME_NEEDED: Text = text("Skriv åtminstone ett förnamn.", "Write at least a given name.");

/// What is wrong with a personal number, and what to do.
pub fn bad_number(why: BadNumber) -> Text {
    match why {
        BadNumber::Missing => text("Skriv personnumret, eller lämna det som det var.", "Write the personal number, or leave it as it was."),
        BadNumber::Form => text("Ett personnummer skrivs ÅÅÅÅMMDD-NNNN.", "A personal number is written YYYYMMDD-NNNN."),
        BadNumber::Date => text("Den dagen finns inte. Se efter månad och dag.", "There is no such day. Check the month and the day."),
        BadNumber::Serial | BadNumber::CheckDigit => {
            text("De fyra sista stämmer inte med resten. Se efter en gång till.", "The last four don't fit the rest. Check once more.")
        }
    }
}

/// What is wrong with a phone number, and what to do.
pub fn bad_phone(why: BadPhone) -> Text {
    match why {
        BadPhone::Signs => text("Ett telefonnummer har bara siffror.", "A phone number has digits only."),
        BadPhone::Length => text(
            "Numret har fel längd. Ett mobilnummer har tio siffror.",
            "The number has the wrong length. A Swedish mobile has ten digits.",
        ),
        BadPhone::Country => text("Börja med 0, eller med + och landets nummer.", "Start with 0, or with + and the country's code."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::{TODAY, entry, youth};
    use super::*;

    #[test]
    fn only_what_differs_becomes_a_change() {
        let youth = youth();
        let form = DetailsForm::of(&youth);
        assert_eq!(detail_changes(&form, &youth, TODAY), Ok(vec![]));
        let arabic = DetailsForm { language: Some("ar"), ..form.clone() };
        let change = Fact::DetailsChanged { detail: Detail::Language { language: "ar".to_owned() }, saw: vec![] };
        assert_eq!(detail_changes(&arabic, &youth, TODAY), Ok(vec![change]));
        let married = DetailsForm { family_name: " Ek ".to_owned(), ..form };
        let facts = detail_changes(&married, &youth, TODAY).unwrap();
        assert_eq!(facts.len(), 1);
        let Fact::DetailsChanged { detail: Detail::FamilyName { name }, saw } = &facts[0] else { panic!("a family name") };
        assert_eq!((name.as_str(), saw.len()), ("Ek", 1));
    }

    #[test]
    fn each_wrong_field_says_what_is_wrong() {
        let form = DetailsForm {
            given_name: String::new(),
            number: "20081106-9823".to_owned(),
            email: "alva".to_owned(),
            postal_code: "1".to_owned(),
            ..DetailsForm::default()
        };
        let bad = detail_changes(&form, &youth(), TODAY).unwrap_err();
        assert!(bad.given_name.is_some() && bad.number.is_some() && bad.email.is_some() && bad.address.is_some());
    }

    #[test]
    fn a_closed_number_opens_again() {
        let phone = Phone::parse("070-174 06 14").unwrap();
        let closed = entry(2, close_phone(&youth(), &phone, CloseReason::Stop));
        let youth = Youth::fold(&[closed.clone()]).unwrap();
        assert_eq!(youth.phones[&phone].closed_for(), Some(CloseReason::Stop));
        let youth = Youth::fold(&[closed, entry(3, open_phone(&youth, &phone))]).unwrap();
        assert_eq!(youth.phones[&phone].closed_for(), None);
    }
}
