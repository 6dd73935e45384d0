//! A fact as a line of a youth's story.

use crate::{
    when::{clock, day},
    words::{Lang, Text, text},
};
use domain::{Address, Channel, Detail, Fact, fold::Standing};
use jiff::civil::Date;

/// What is said beside a fact that no longer counts.
pub fn standing(standing: Standing) -> Option<Text> {
    match standing {
        Standing::InForce => None,
        Standing::Corrected => Some(text("rättat", "put right")),
        Standing::Withdrawn => Some(text("borttaget", "taken back")),
    }
}

/// The line.
pub fn fact(fact: &Fact, today: Date, lang: Lang) -> String {
    let on = |it: Date| day(it, today, lang);
    let plain = |sv, en| text(sv, en).get(lang).to_owned();
    let with = |sv, en, values: &[(&str, &str)]| text(sv, en).fill(lang, values);
    match fact {
        Fact::Registered { reason, on: since, .. } => {
            with("Inskriven {dag}: {vad}", "Registered {dag}: {vad}", &[("dag", &on(*since)), ("vad", reason.word(lang))])
        }
        Fact::DetailsChanged { detail, .. } => self::detail(detail, lang),
        Fact::ProtectionSet { .. } => plain("Skyddade personuppgifter", "Protected identity"),
        Fact::ProtectionCleared { .. } => plain("Inte längre skyddade personuppgifter", "No longer protected identity"),
        Fact::Assigned { worker, .. } => match worker {
            Some(_) => plain("Fick en egen coach", "Given a coach of their own"),
            None => plain("Fördelad till en enhet", "Assigned to a unit"),
        },
        Fact::ContactLogged { .. } => contact(fact, lang),
        Fact::OccupationStated { occupation, as_of, source, .. } => with(
            "{vad} ({dag}), enligt: {vem}",
            "{vad} ({dag}), according to: {vem}",
            &[("vad", occupation.word(lang)), ("dag", &on(*as_of)), ("vem", &source.word(lang).to_lowercase())],
        ),
        Fact::MeetingPlanned { at, place, .. } => with(
            "Möte bokat {dag} {tid}, {plats}",
            "Meeting booked {dag} at {tid}, {plats}",
            &[("dag", &on(at.date())), ("tid", &clock(at.time(), lang)), ("plats", &place.word(lang).to_lowercase())],
        ),
        Fact::MeetingMoved { at, place, .. } => with(
            "Mötet flyttat till {dag} {tid}, {plats}",
            "Meeting moved to {dag} at {tid}, {plats}",
            &[("dag", &on(at.date())), ("tid", &clock(at.time(), lang)), ("plats", &place.word(lang).to_lowercase())],
        ),
        Fact::MeetingCancelled { .. } => plain("Mötet inställt", "Meeting cancelled"),
        Fact::MeetingAnswered { answer, .. } => {
            with("Svarade om mötet: {vad}", "Answered about the meeting: {vad}", &[("vad", answer.word(lang))])
        }
        Fact::MeetingHeld { .. } => plain("Mötet blev av", "The meeting was held"),
        Fact::MeetingMissed { .. } => plain("Kom inte till mötet", "Did not come to the meeting"),
        Fact::FollowUpPlanned { on: then, .. } => with("Följs upp {dag}", "To be followed up {dag}", &[("dag", &on(*then))]),
        Fact::FollowUpDone { .. } => plain("Uppföljning klar", "Follow-up done"),
        Fact::MeasureOffered { measure_kind, .. } => with("Erbjöds: {vad}", "Offered: {vad}", &[("vad", measure_kind.word(lang))]),
        Fact::MeasureStarted { measure_kind, .. } => with("Började: {vad}", "Started: {vad}", &[("vad", measure_kind.word(lang))]),
        Fact::MeasureEnded { reason, .. } => with("Insatsen avslutad: {vad}", "Measure ended: {vad}", &[("vad", reason.word(lang))]),
        Fact::ChannelOpened { address, .. } => {
            with("{vad} får användas igen", "{vad} may be used again", &[("vad", &self::address(address, lang))])
        }
        Fact::ChannelClosed { address, reason, .. } => with(
            "{vad} används inte: {varför}",
            "{vad} not used: {varför}",
            &[("vad", &self::address(address, lang)), ("varför", reason.word(lang))],
        ),
        Fact::MeetingReminderOff { .. } => plain("Ingen påminnelse om mötet", "No reminder of the meeting"),
        Fact::MessageAsked { template, at: None, .. } => {
            with("Bad om sms: {vad}", "Asked for a text: {vad}", &[("vad", &template.word(lang).to_lowercase())])
        }
        Fact::MessageAsked { template, at: Some(at), .. } => with(
            "Planerade sms {dag} {tid}: {vad}",
            "Planned a text {dag} at {tid}: {vad}",
            &[("dag", &on(at.date())), ("tid", &clock(at.time(), lang)), ("vad", &template.word(lang).to_lowercase())],
        ),
        Fact::MessageQueued { .. } => plain("Ett meddelande väntar på att skickas", "A message waits to be sent"),
        Fact::MessageSent { .. } => plain("Meddelande skickat", "Message sent"),
        Fact::MessageDelivered { .. } => plain("Meddelandet kom fram", "Message delivered"),
        Fact::MessageFailed { reason: Some(reason), .. } => {
            with("Meddelandet kom inte fram: {varför}", "Message not delivered: {varför}", &[("varför", &reason.word(lang).to_lowercase())])
        }
        Fact::MessageFailed { reason: None, .. } => plain("Meddelandet kom inte fram", "Message not delivered"),
        Fact::MessageUnclear { .. } => plain("Oklart om meddelandet kom fram", "Unclear whether the message was delivered"),
        Fact::MessageReceived { .. } => plain("Den unga skrev", "The youth wrote"),
        Fact::HoursCorrected { minutes, .. } => {
            with("Tiden rättad till {antal} minuter", "Time put right: {antal} minutes", &[("antal", &minutes.to_string())])
        }
        Fact::Left { reason, on: end, .. } => {
            with("Avslutad {dag}: {vad}", "Ended {dag}: {vad}", &[("dag", &on(*end)), ("vad", reason.word(lang))])
        }
        Fact::Reopened { .. } => plain("Öppnad igen", "Reopened"),
        Fact::SamePersonAs { .. } => plain("Samma person som en annan post", "The same person as another record"),
        Fact::Corrected { fact, .. } => with("Rättat: {vad}", "Put right: {vad}", &[("vad", &self::fact(fact, today, lang))]),
        Fact::Withdrawn { .. } => plain("Borttaget", "Taken back"),
        Fact::Erased {} => plain("Raderad", "Erased"),
        Fact::Newer(_) => plain("Från en nyare version av appen", "From a newer version of the app"),
    }
}

fn contact(fact: &Fact, lang: Lang) -> String {
    let Fact::ContactLogged { channel, outcome, place, minutes, note, .. } = fact else { return String::new() };
    let mut line = format!("{}: {}", channel.word(lang), outcome.word(lang).to_lowercase());
    if let Some(place) = place.filter(|_| *channel != Channel::HomeVisit) {
        line.push_str(", ");
        line.push_str(&place.word(lang).to_lowercase());
    }
    if let Some(minutes) = minutes {
        line.push_str(" · ");
        line.push_str(&minutes.to_string());
        line.push_str(" min");
    }
    if let Some(note) = note {
        line.push_str(" · ”");
        line.push_str(note);
        line.push('”');
    }
    line
}

fn detail(detail: &Detail, lang: Lang) -> String {
    let named = |sv, en, value: &str| format!("{}: {value}", text(sv, en).get(lang));
    let gone = text("borttagen", "removed").get(lang).to_owned();
    match detail {
        Detail::Number { number } => named("Personnummer", "Personal number", &number.to_string()),
        Detail::GivenName { name } => named("Förnamn", "Given name", name),
        Detail::FamilyName { name } => named("Efternamn", "Family name", name),
        Detail::Address { address } => {
            let written = address.as_ref().map_or(gone, |it| format!("{}, {} {}", it.street, it.postal_code, it.city));
            named("Adress", "Address", &written)
        }
        Detail::Email { email } => named("E-post", "E-mail", &email.as_ref().map_or(gone, ToString::to_string)),
        Detail::Phone { phone, owner: Some(owner) } => named("Nummer", "Number", &format!("{phone} ({})", owner.word(lang).to_lowercase())),
        Detail::Phone { phone, owner: None } => named("Nummer", "Number", &format!("{phone}, {gone}")),
        Detail::Language { language } => named("Språk för meddelanden", "Language of messages", language),
    }
}

fn address(address: &Address, lang: Lang) -> String {
    match address {
        Address::Phone { phone } => phone.to_string(),
        Address::Email { email } => email.to_string(),
        Address::Push => text("Notiser", "Notifications").get(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{ContactOutcome, MeetingId, Place};
    use jiff::civil::{date, datetime};

    #[test]
    fn facts_as_lines() {
        let today = date(2026, 11, 23);
        let call = Fact::ContactLogged {
            channel: Channel::Phone,
            outcome: ContactOutcome::Conversation,
            happened: None,
            place: None,
            phone: None,
            minutes: Some(15),
            note: None,
        };
        assert_eq!(fact(&call, today, Lang::Sv), "Telefon: samtal · 15 min");
        let meeting = Fact::MeetingPlanned {
            meeting: MeetingId::new(1, [1; 10]),
            at: datetime(2026, 11, 26, 14, 0, 0, 0),
            place: Place::Cafe,
            worker: None,
        };
        assert_eq!(fact(&meeting, today, Lang::Sv), "Möte bokat tors 26 nov 14.00, kafé");
        assert_eq!(fact(&meeting, today, Lang::En), "Meeting booked Thu 26 Nov at 14:00, café");
        assert_eq!(fact(&Fact::Newer(serde_json::Map::new()), today, Lang::Sv), "Från en nyare version av appen");
    }
}
