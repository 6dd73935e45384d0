//! What is sent to the youth about a meeting, and what a worker asks to have sent.

use crate::{
    phone::{
        model::{Municipality, OwnText},
        say,
    },
    words::{Lang, Text, text},
};
use domain::{
    Fact, FactRef, MeetingId, MessageId, MessageKind, PhoneOwner, Summary, Unsure, Via, Youth, civil,
    fold::{Meeting, Message, MessageState, Plan, Standing},
    message::{self, Values},
    remind,
};

const PLANNED: Text = text("{vad}: skickas {när}, {hur}", "{vad}: goes {när}, {hur}");
const UNHEARD_OF: Text = text("{vad}: skulle ha gått {när}. Inget besked än", "{vad}: was to go {när}. No word of it yet");
const WAITS: Text = text("{vad}: väntar på att skickas, {hur}", "{vad}: waits to be sent, {hur}");
const TEXT: Text = text("sms", "by text");
const TEXT_OR_PUSH: Text = text("sms eller notis", "by text or notification");
const NO_NUMBER: Text = text(
    "Inget sms går: den unga har inget eget mobilnummer som är öppet. Notiser går, om hen har valt det",
    "No text goes: the youth has no mobile number of their own that is open. Notifications go, if they have chosen them",
);
const SENT: Text = text("{vad}: skickat {när}, {hur}", "{vad}: sent {när}, {hur}");
const DELIVERED: Text = text("{vad}: framme {när}, {hur}", "{vad}: delivered {när}, {hur}");
const FAILED: Text = text("{vad}: kom inte fram. {varför}", "{vad}: not delivered. {varför}");
const UNCLEAR: Text = text("{vad}: oklart om det kom fram, ring", "{vad}: unclear whether it arrived, call");
const UNCLEAR_STILL: Text = text("{vad}: oklart om det kom fram", "{vad}: unclear whether it arrived");

/// A line about a message, and whether it is one to look at.
pub type Line = (String, bool);

/// How long what was written after a meeting that came to nothing is told with it, in milliseconds.
const TOLD: i64 = 7 * 24 * 60 * 60 * 1000;

/// What is coming to the youth, about any of their meetings, after what should have come and isn't heard of.
pub fn coming(youth: &Youth, place: &Municipality, now: i64) -> Vec<remind::Due> {
    let mut all = remind::unheard_of(youth, &place.policy, now);
    all.extend(remind::planned(youth, &place.policy, now));
    all
}

/// What has been sent about a meeting, what became of it, and what will be sent, in the order that it happens.
pub fn about_meeting(youth: &Youth, meeting: MeetingId, coming: &[remind::Due], now: i64, lang: Lang) -> Vec<Line> {
    let unsure = unsure(youth);
    let mut lines: Vec<Line> = sent_about(youth, meeting).iter().map(|it| line(it, &unsure, now, lang)).collect();
    lines.extend(ahead(youth, meeting, coming, now, lang));
    lines
}

/// What is written because a meeting came to nothing: what will be, and what was lately.
pub fn after_meeting(youth: &Youth, meeting: MeetingId, coming: &[remind::Due], now: i64, lang: Lang) -> Vec<Line> {
    let is_after = |it: &&&Message| matches!(it.template, Some(MessageKind::Missed | MessageKind::Cancelled)) && it.at.ms > now - TOLD;
    let unsure = unsure(youth);
    let mut lines: Vec<Line> = sent_about(youth, meeting).iter().filter(is_after).map(|it| line(it, &unsure, now, lang)).collect();
    lines.extend(ahead(youth, meeting, coming, now, lang));
    lines
}

/// The messages that somebody should call about: nobody has reached out since, or said that it doesn't matter.
fn unsure(youth: &Youth) -> Vec<MessageId> {
    Summary::of(youth).unsure.iter().map(|it| it.message).collect()
}

fn sent_about(youth: &Youth, meeting: MeetingId) -> Vec<&Message> {
    let mut messages: Vec<&Message> = youth.messages.values().filter(|it| it.meeting == Some(meeting)).collect();
    messages.sort_by_key(|it| (it.at, it.id));
    messages
}

/// What goes by itself about a meeting, of all that is coming; what a worker has asked for is told as a message.
pub fn by_itself(coming: &[remind::Due], meeting: MeetingId) -> impl Iterator<Item = &remind::Due> {
    coming.iter().filter(move |it| it.meeting == Some(meeting) && !matches!(it.subject, remind::Subject::Asked(_)))
}

fn ahead(youth: &Youth, meeting: MeetingId, coming: &[remind::Due], now: i64, lang: Lang) -> Vec<Line> {
    let all: Vec<&remind::Due> = by_itself(coming, meeting).collect();
    if !all.is_empty() && number(youth).is_none() {
        return vec![(NO_NUMBER.get(lang).to_owned(), true)];
    }
    let line = |it: &remind::Due| {
        let (words, at) = if it.due >= now || it.at_once { (PLANNED, it.due.max(now)) } else { (UNHEARD_OF, it.due) };
        let when = say::moment(at, now, lang);
        let values = [("vad", it.kind.word(lang)), ("när", when.as_str()), ("hur", by(it.kind).get(lang))];
        (words.fill(lang, &values), false)
    };
    all.into_iter().map(line).collect()
}

/// How what goes by itself will: only the server knows who has asked for notifications, which remind and nothing else.
fn by(kind: MessageKind) -> Text {
    if matches!(kind, MessageKind::ThreeDays | MessageKind::DayBefore) { TEXT_OR_PUSH } else { TEXT }
}

fn line(message: &Message, unsure: &[MessageId], now: i64, lang: Lang) -> Line {
    let is_unsure = unsure.contains(&message.id);
    let what = message.template.map_or(text("Meddelande", "Message").get(lang), |it| it.word(lang));
    let when = say::moment(message.at.ms, now, lang);
    let how = match (message.state, message.template) {
        // What a worker has asked for is a text with those very words, never a notification.
        (MessageState::Asked | MessageState::Queued, Some(kind)) if message.asked.is_none() => by(kind).get(lang).to_owned(),
        (MessageState::Asked | MessageState::Queued, _) => TEXT.get(lang).to_owned(),
        _ => message.via.unwrap_or(Via::Sms).word(lang).to_lowercase(),
    };
    let why = message.reason.map(|it| it.word(lang)).unwrap_or_default();
    let values = [("vad", what), ("när", when.as_str()), ("hur", how.as_str()), ("varför", why)];
    let words = match message.state {
        MessageState::Asked | MessageState::Queued => WAITS,
        MessageState::Sent => SENT,
        MessageState::Delivered => DELIVERED,
        MessageState::Failed => FAILED,
        MessageState::Unclear if is_unsure => UNCLEAR,
        MessageState::Unclear => UNCLEAR_STILL,
    };
    (words.fill(lang, &values), is_unsure)
}

/// What lets go a message that nobody knows whether it arrived, in one tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetGo {
    /// No reminder of its meeting is wanted.
    NoReminder(MeetingId),
    /// What asked for it is taken back.
    TakeBack(MessageId),
}

impl LetGo {
    /// How; none where somebody must be reached, since a meeting has another time or is off.
    pub fn of(it: &Unsure) -> Option<Self> {
        match (it.template?, it.meeting) {
            (kind, Some(meeting)) if kind.is_reminder() => Some(Self::NoReminder(meeting)),
            (kind, None) if !kind.is_about_a_meeting() && kind.may_be_asked() => Some(Self::TakeBack(it.message)),
            _ => None,
        }
    }

    /// What is written; none where that is done already.
    pub fn fact(self, youth: &Youth) -> Option<Fact> {
        match self {
            Self::NoReminder(meeting) => Some(Fact::MeetingReminderOff { meeting }),
            Self::TakeBack(message) => {
                let asks = |fact: &Fact| matches!(fact, Fact::MessageAsked { message: it, .. } if *it == message);
                let asked = youth.story.iter().find(|it| it.standing == Standing::InForce && asks(&it.fact));
                asked.map(|it| Fact::Withdrawn { target: it.source })
            }
        }
    }
}

/// The fact that keeps a meeting from being reminded of: withdrawn, reminders go again.
pub fn reminder_off(youth: &Youth, meeting: MeetingId) -> Option<FactRef> {
    let off = |fact: &Fact| matches!(fact, Fact::MeetingReminderOff { meeting: it } if *it == meeting);
    youth.story.iter().rfind(|it| it.standing == Standing::InForce && off(&it.fact)).map(|it| it.source)
}

/// The texts that can be asked for, the likely first.
pub fn templates(meeting: Option<&Meeting>, now: i64) -> Vec<MessageKind> {
    let time = meeting.and_then(Meeting::time).map(|it| civil::instant(it.0));
    let first = match (meeting.and_then(|it| it.plan.get()), time) {
        (Some(Plan::Cancelled), _) => Some(MessageKind::Cancelled),
        (_, Some(time)) if time > now => Some(MessageKind::DayBefore),
        (_, Some(_)) => Some(MessageKind::Missed),
        _ => None,
    };
    first.into_iter().chain([MessageKind::Encouragement, MessageKind::HowNow, MessageKind::FirstContact]).collect()
}

/// What a text says if it is sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    /// As the server words it. A link is made as the text goes: one that leads nowhere and is as long stands for it.
    pub words: String,
    /// As it goes from the worker's own phone, without a link; none where it needs one.
    pub own: Option<String>,
}

impl Worded {
    /// Whether there is a link in it.
    pub fn has_link(&self) -> bool {
        self.own.as_ref() != Some(&self.words)
    }
}

/// What a text says if it is sent now; none where a detail in it isn't known.
pub fn worded(kind: MessageKind, youth: &Youth, meeting: Option<MeetingId>, place: &Municipality, coach: &str, now: i64) -> Option<Worded> {
    let wanted = youth.language.heads().last().map_or("sv", |it| it.value.as_str());
    let own = |language: &str| {
        let found = place.texts.iter().find(|it: &&OwnText| it.kind == kind && it.language == language)?;
        Some((found.text.clone(), true))
    };
    let (words, language) = message::pick(kind, wanted, own);
    let time = meeting.and_then(|it| youth.meetings.get(&it)).and_then(Meeting::time).map(|it| it.0);
    let day = time.map(|it| message::day(it.date(), civil::day(now), &language));
    let clock = time.map(|it| message::clock(it.time(), &language));
    let first = |name: &str| name.split_whitespace().next().unwrap_or_default().to_owned();
    let given_name = youth.given_name.heads().last().map(|it| first(&it.value)).unwrap_or_default();
    let values = Values {
        given_name: &given_name,
        coach: Some(&first(coach)),
        day: day.as_deref(),
        time: clock.as_deref(),
        link: None,
        phone: place.phone.as_deref(),
    };
    let link = place.links_to.as_deref().filter(|_| time.is_some()).map(message::sample_link);
    let own = message::render(&words, &values).ok();
    let words = message::render(&words, &Values { link: link.as_deref(), ..values }).ok()?;
    Some(Worded { words, own })
}

/// The number that a youth is texted on: their own, open, a mobile.
pub fn number(youth: &Youth) -> Option<domain::Phone> {
    let phones = Summary::of(youth).phones;
    phones.into_iter().find(|it| it.owner == PhoneOwner::Youth && it.phone.takes_sms()).map(|it| it.phone)
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::{TODAY, entry};
    use super::*;
    use domain::Place;
    use jiff::civil::{DateTime, datetime};

    const AT: DateTime = datetime(2026, 11, 27, 14, 0, 0, 0);

    fn id() -> MeetingId {
        MeetingId::new(1, [1; 10])
    }

    /// A youth with a number and a meeting.
    fn youth(facts: Vec<Fact>) -> Youth {
        let phone = domain::Phone::parse("070-174 06 05").unwrap();
        with(vec![Fact::DetailsChanged { detail: domain::Detail::Phone { phone, owner: Some(PhoneOwner::Youth) }, saw: vec![] }], facts)
    }

    fn with(details: Vec<Fact>, facts: Vec<Fact>) -> Youth {
        let registered = Fact::Registered {
            registration: domain::RegistrationId::new(1, [1; 10]),
            reason: domain::RegistrationReason::MovedIn,
            on: TODAY,
        };
        let name = Fact::DetailsChanged { detail: domain::Detail::GivenName { name: "Alva Maria".into() }, saw: vec![] };
        let booked = Fact::MeetingPlanned { meeting: id(), at: AT, place: Place::Cafe, worker: None };
        Youth::fold(&[entry(1, vec![registered, name, booked]), entry(2, details), entry(3, facts)]).unwrap()
    }

    fn now() -> i64 {
        civil::instant(TODAY.at(12, 0, 0, 0))
    }

    fn about(youth: &Youth) -> Vec<Line> {
        about_meeting(youth, id(), &coming(youth, &Municipality::unknown(), now()), now(), Lang::Sv)
    }

    #[test]
    fn each_line_says_what_when_and_how_it_went() {
        let message = MessageId::new(1, [9; 10]);
        let queued = || Fact::MessageQueued { message, meeting: Some(id()), template: Some(MessageKind::DayBefore) };
        let lines = |fact| about(&youth(vec![queued(), fact]));
        let first = |fact| lines(fact).remove(0);
        assert!(first(Fact::MessageSent { message, via: Some(Via::Push) }).0.starts_with("Påminnelse dagen före: skickat "));
        assert!(first(Fact::MessageSent { message, via: Some(Via::Push) }).0.ends_with(", notis"));
        assert_eq!(first(Fact::MessageUnclear { message }), ("Påminnelse dagen före: oklart om det kom fram, ring".to_owned(), true));
        let failed = Fact::MessageFailed { message, reason: Some(domain::NotSent::NotDelivered) };
        assert_eq!(first(failed), ("Påminnelse dagen före: kom inte fram. Det nådde inte telefonen".to_owned(), true));
    }

    #[test]
    fn what_no_longer_matters_asks_nobody_to_call() {
        let message = MessageId::new(1, [9; 10]);
        let queued = Fact::MessageQueued { message, meeting: Some(id()), template: Some(MessageKind::DayBefore) };
        let unclear = youth(vec![queued, Fact::MessageUnclear { message }]);
        let unsure = Summary::of(&unclear).unsure[0];
        let fact = LetGo::of(&unsure).unwrap().fact(&unclear).unwrap();
        assert_eq!(fact, Fact::MeetingReminderOff { meeting: id() });
        let queued = Fact::MessageQueued { message, meeting: Some(id()), template: Some(MessageKind::DayBefore) };
        let let_go = youth(vec![queued, Fact::MessageUnclear { message }, fact]);
        assert_eq!(about(&let_go), [("Påminnelse dagen före: oklart om det kom fram".to_owned(), false)]);
        for kind in [MessageKind::Moved, MessageKind::Cancelled] {
            assert_eq!(LetGo::of(&Unsure { template: Some(kind), ..unsure }), None, "they must be reached");
        }
    }

    #[test]
    fn what_was_asked_for_is_taken_back_once() {
        let message = MessageId::new(1, [9; 10]);
        let asked = || Fact::MessageAsked { message, template: MessageKind::Encouragement, meeting: None, at: None };
        let unclear = youth(vec![asked(), Fact::MessageUnclear { message }]);
        let way = LetGo::of(&Summary::of(&unclear).unsure[0]).unwrap();
        let fact = way.fact(&unclear).unwrap();
        assert!(matches!(fact, Fact::Withdrawn { target } if target.index == 0));
        let let_go = youth(vec![asked(), Fact::MessageUnclear { message }, fact]);
        assert_eq!((Summary::of(&let_go).unsure, way.fact(&let_go)), (vec![], None));
    }

    #[test]
    fn what_a_worker_asked_for_goes_as_a_text() {
        let asked =
            Fact::MessageAsked { message: MessageId::new(1, [9; 10]), template: MessageKind::DayBefore, meeting: Some(id()), at: None };
        let lines = about(&youth(vec![asked]));
        assert_eq!(lines[0].0, "Påminnelse dagen före: väntar på att skickas, sms");
    }

    #[test]
    fn what_will_be_sent_is_said_until_it_is_turned_off() {
        let planned = youth(vec![]);
        assert!(
            about(&planned).iter().any(|it| it.0 == "Påminnelse dagen före: skickas tors 26 nov 14.00, sms eller notis"),
            "{:?}",
            about(&planned)
        );
        assert_eq!(reminder_off(&planned, id()), None);
        let off = youth(vec![Fact::MeetingReminderOff { meeting: id() }]);
        assert_eq!(about(&off), []);
        assert!(reminder_off(&off, id()).is_some());
    }

    #[test]
    fn what_should_have_gone_is_said_until_something_is_heard_of_it() {
        let now = civil::instant(datetime(2026, 11, 26, 15, 0, 0, 0));
        let lines = |youth: &Youth| about_meeting(youth, id(), &coming(youth, &Municipality::unknown(), now), now, Lang::Sv);
        let unheard_of = [
            ("Påminnelse några dagar före: skulle ha gått tis 24 nov 14.00. Inget besked än".to_owned(), false),
            ("Påminnelse dagen före: skulle ha gått 14.00. Inget besked än".to_owned(), false),
        ];
        assert_eq!(lines(&youth(vec![])), unheard_of);
        assert_eq!(lines(&youth(vec![Fact::MeetingReminderOff { meeting: id() }])), []);
    }

    #[test]
    fn who_has_no_number_gets_no_text_and_the_worker_is_told_once() {
        assert_eq!(about(&with(vec![], vec![])), [(NO_NUMBER.sv.to_owned(), true)]);
    }

    #[test]
    fn what_is_written_after_a_meeting_that_came_to_nothing_is_told_for_a_week() {
        let message = MessageId::new(1, [9; 10]);
        let queued = |template| Fact::MessageQueued { message, meeting: Some(id()), template: Some(template) };
        // The number of an entry is its time, in milliseconds since 1970.
        let after = |template, days: i64| {
            let said = vec![Fact::MeetingMissed { meeting: id(), saw: vec![] }, queued(template)];
            let youth = youth([said, vec![Fact::MessageSent { message, via: Some(Via::Sms) }]].concat());
            let now = days * 24 * 60 * 60 * 1000;
            after_meeting(&youth, id(), &coming(&youth, &Municipality::unknown(), now), now, Lang::Sv)
        };
        assert_eq!(after(MessageKind::Missed, 6).len(), 1);
        assert!(after(MessageKind::Missed, 6)[0].0.contains(": skickat "));
        assert_eq!(after(MessageKind::Missed, 8), []);
        assert_eq!(after(MessageKind::DayBefore, 6), [], "an earlier reminder isn't about its end");
    }

    #[test]
    fn a_text_is_shown_as_it_will_read() {
        let place = Municipality::unknown();
        let words = |kind, meeting, place: &Municipality| {
            let worded = worded(kind, &youth(vec![]), meeting, place, "Sara Prov", now())?;
            assert!(!worded.has_link() && worded.own.as_ref() == Some(&worded.words));
            Some(worded.words)
        };
        assert_eq!(
            words(MessageKind::DayBefore, Some(id()), &place).as_deref(),
            Some("Hej Alva! Vi ses fredag kl 14.00. Passar det inte? Svara här så hittar vi en ny tid. /Sara")
        );
        let own = OwnText { kind: MessageKind::Encouragement, language: "sv".into(), text: "Heja {förnamn}! /{coach}".into() };
        let place = Municipality { texts: vec![own], ..place };
        assert_eq!(words(MessageKind::Encouragement, None, &place).as_deref(), Some("Heja Alva! /Sara"));
        assert_eq!(words(MessageKind::DayBefore, None, &place), None, "without a meeting there is no day to say");
    }

    #[test]
    fn a_link_is_stood_for_by_one_as_long_and_never_goes_from_the_own_phone() {
        let with = |text: &str, links_to: Option<&str>| {
            let own = OwnText { kind: MessageKind::DayBefore, language: "sv".into(), text: text.into() };
            let place = Municipality { texts: vec![own], links_to: links_to.map(str::to_owned), ..Municipality::unknown() };
            worded(MessageKind::DayBefore, &youth(vec![]), Some(id()), &place, "Sara Prov", now())
        };
        let host = Some("https://hej.exempel.se");
        let needed = with("Vi ses {dag}: {länk}", host).unwrap();
        assert_eq!((needed.words.as_str(), &needed.own), ("Vi ses fredag: https://hej.exempel.se/y/28t5cy4tqkff04hm", &None));
        assert!(needed.has_link());
        let wanted = with("Vi ses {dag}.[ {länk}]", host).unwrap();
        assert_eq!((wanted.words.chars().count(), wanted.own.as_deref(), wanted.has_link()), (56, Some("Vi ses fredag."), true));
        assert_eq!(with("Vi ses {dag}: {länk}", None), None, "the server has no links either");
        assert_eq!(with("Vi ses {dag}.[ {länk}]", None).map(|it| it.has_link()), Some(false));
    }

    #[test]
    fn what_can_be_asked_for_follows_the_meeting() {
        let youth = youth(vec![]);
        let meeting = &youth.meetings[&id()];
        assert_eq!(templates(Some(meeting), now())[0], MessageKind::DayBefore);
        assert_eq!(templates(Some(meeting), civil::instant(AT))[0], MessageKind::Missed);
        assert_eq!(templates(None, now()), [MessageKind::Encouragement, MessageKind::HowNow, MessageKind::FirstContact]);
    }
}
