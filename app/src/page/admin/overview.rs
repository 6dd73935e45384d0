//! How it stands, and what waits for the administrator.

use crate::{
    page::{Page, part},
    when,
    words::{Lang, Text, text},
};
use domain::civil;
use leptos::prelude::*;

/// The server went back to a backup.
#[derive(Clone, Copy, Debug)]
pub struct Restored {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// When the last entry that the backup held had come in. None where it held none.
    pub reached: Option<i64>,
    /// Entries that phones have told of and nobody has given back yet, at most.
    pub missing: i64,
}

/// How it stands in a municipality.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// Its name.
    pub municipality: String,
    /// Youths with an open registration.
    pub youths: usize,
    /// Those whom no unit has.
    pub without_unit: usize,
    /// Those with a protected identity.
    pub protected: usize,
    /// Units.
    pub units: usize,
    /// Units with youths and nobody who works there.
    pub empty_units: usize,
    /// Workers who can sign in.
    pub workers: usize,
    /// Phones that can be used.
    pub phones: usize,
    /// Accounts that have not taken their invitation.
    pub uninvited: usize,
    /// Phones that wait for the key of a forgotten passphrase.
    pub waiting: usize,
    /// Revoked phones that handed over what they had not sent.
    pub put_aside: usize,
    /// Phones of people who can no longer sign in.
    pub left_behind: usize,
    /// Ways for messages that don't work.
    pub dead_channels: usize,
    /// Restores not long ago.
    pub restores: Vec<Restored>,
    /// Messages of which a restore lost whether they were sent.
    pub unclear: usize,
    /// Milliseconds since 1970.
    pub now: i64,
}

const TITLE: Text = text("Översikt", "Overview");

/// Something to do: how many, one of them, several, why, and where.
struct Task(usize, Text, Text, Text, &'static str);

impl Overview {
    fn tasks(&self) -> Vec<Task> {
        let tasks = [
            Task(
                self.dead_channels,
                text("Meddelanden till ungdomar går inte fram", "Messages to young people don't get through"),
                text("Meddelanden till ungdomar går inte fram", "Messages to young people don't get through"),
                text(
                    "Operatören svarar inte, eller tar inte emot dem. De som hinner skickas när den gör det.",
                    "The provider doesn't answer, or doesn't take them. Those that still can are sent when it does.",
                ),
                "/admin/reminders",
            ),
            Task(
                self.waiting,
                text("1 telefon väntar på ditt svar", "1 phone waits for your answer"),
                text("{n} telefoner väntar på ditt svar", "{n} phones wait for your answer"),
                text(
                    "Någon har glömt sin lösenfras och behöver ett ja eller nej.",
                    "Somebody forgot their passphrase and needs a yes or a no.",
                ),
                "/admin/devices",
            ),
            Task(
                self.without_unit,
                text("1 ungdom saknar enhet", "1 young person has no unit"),
                text("{n} ungdomar saknar enhet", "{n} young people have no unit"),
                text("Ingen uppsökare ser dem i sin telefon.", "No outreach worker sees them on their phone."),
                "/admin/assignments?unit=none",
            ),
            Task(
                self.empty_units,
                text("1 enhet har ungdomar men ingen uppsökare", "1 unit has young people but no outreach worker"),
                text("{n} enheter har ungdomar men ingen uppsökare", "{n} units have young people but no outreach worker"),
                text("Ge enheten en uppsökare.", "Give the unit an outreach worker."),
                "/admin/units",
            ),
            Task(
                self.left_behind,
                text("1 telefon tillhör ett avstängt konto", "1 phone belongs to a disabled account"),
                text("{n} telefoner tillhör avstängda konton", "{n} phones belong to disabled accounts"),
                text("Spärra telefonen, så att den tömmer sig.", "Revoke the phone, so that it wipes itself."),
                "/admin/devices",
            ),
            Task(
                self.put_aside,
                text("1 spärrad telefon lämnade sådant som inte var skickat", "1 revoked phone handed over what it had not sent"),
                text("{n} spärrade telefoner lämnade sådant som inte var skickat", "{n} revoked phones handed over what they had not sent"),
                text("Det ligger åt sidan och är inte infört i registret.", "It is put aside and has not gone into the register."),
                "/admin/devices",
            ),
            Task(
                self.unclear,
                text("1 meddelande kan ha skickats före återställningen", "1 message may have been sent before the restore"),
                text("{n} meddelanden kan ha skickats före återställningen", "{n} messages may have been sent before the restore"),
                text(
                    "Ingen vet om de kom fram, och de skickas inte igen av sig själva. Bestäm om de ska skickas.",
                    "Nobody knows whether they arrived, and they aren't sent again by themselves. Decide whether they are to be sent.",
                ),
                "/admin/outbox/release",
            ),
            Task(
                self.uninvited,
                text("1 person har inte valt lösenord", "1 person hasn't chosen a password"),
                text("{n} personer har inte valt lösenord", "{n} people haven't chosen a password"),
                text(
                    "Länken kan ha hunnit bli för gammal. Gör en ny om det behövs.",
                    "The link may have become too old. Make a new one if needed.",
                ),
                "/admin/accounts",
            ),
        ];
        tasks.into_iter().filter(|it| it.0 > 0).collect()
    }
}

fn task(it: &Task, lang: Lang) -> AnyView {
    let words = if it.0 == 1 { it.1 } else { it.2 };
    row(it.4, words.fill(lang, &[("n", &it.0.to_string())]), it.3.get(lang).to_owned())
}

/// What phones know of is counted. What none had heard of can't be, so that it is said after every restore.
fn restored(it: &Restored, now: i64, lang: Lang) -> AnyView {
    let day = when::day(civil::day(it.at), civil::day(now), lang);
    let name = text("Servern återställdes {dag}", "The server was restored {dag}").fill(lang, &[("dag", &day)]);
    let reached = match it.reached {
        Some(at) => when::moment(at, now, lang),
        None => text("säkerhetskopian", "the backup").get(lang).to_owned(),
    };
    let missing = match it.missing {
        0 => None,
        1 => Some(text(
            "Högst 1 uppgift som telefoner har hört talas om har inte kommit tillbaka än.",
            "At most 1 entry that phones have heard of hasn't come back yet.",
        )),
        _ => Some(text(
            "Högst {n} uppgifter som telefoner har hört talas om har inte kommit tillbaka än.",
            "At most {n} entries that phones have heard of haven't come back yet.",
        )),
    };
    let back = text(
        "Telefonerna lämnar tillbaka det de har när alla har loggat in igen.",
        "The phones give back what they have when everybody has signed in again.",
    );
    let unheard = text(
        "Det som ingen telefon har kommer inte tillbaka, och går inte att räkna: inläsningar, ungdomars svar, ändringar på de här sidorna och det som spärrade telefoner lämnade efter {då} kan vara borta. Skriv in det som saknas på nytt.",
        "What no phone has doesn't come back, and can't be counted: imports, young people's answers, changes on these pages, and what revoked phones handed over after {då} may be gone. Enter anew what is missing.",
    );
    let count = it.missing.to_string();
    let values = [("n", count.as_str()), ("då", reached.as_str())];
    let why: Vec<String> = missing.into_iter().chain([back, unheard]).map(|it| it.fill(lang, &values)).collect();
    row("/admin/devices", name, why.join(" "))
}

fn row(href: &'static str, name: String, why: String) -> AnyView {
    view! {
        <li class="row row--look">
            <a class="row__body" href=href>
                <span class="row__name">{name}</span>
                <span class="row__why">{why}</span>
            </a>
        </li>
    }
    .into_any()
}

impl Page for Overview {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let restores = self.restores.iter().map(|it| restored(it, self.now, lang));
        let rows: Vec<AnyView> = restores.chain(self.tasks().iter().map(|it| task(it, lang))).collect();
        let headline = match rows.len() {
            0 if self.youths == 0 => text("Börja med att läsa in registret", "Begin by importing the register").get(lang).to_owned(),
            0 => text("Allt är i ordning", "All is in order").get(lang).to_owned(),
            1 => text("En sak väntar på dig", "One thing waits for you").get(lang).to_owned(),
            n => text("{n} saker väntar på dig", "{n} things wait for you").fill(lang, &[("n", &n.to_string())]),
        };
        let begin = (self.youths == 0 && rows.is_empty())
            .then(|| view! { <p><a class="button button--primary" href="/admin/import">{text("Läs in en registerfil", "Import a register file").get(lang)}</a></p> });
        let list = (!rows.is_empty()).then(|| view! { <ul class="list">{rows}</ul> });
        let facts = [
            (text("Ungdomar", "Young people"), self.youths, Some("/admin/assignments")),
            (text("Skyddade uppgifter", "Protected identities"), self.protected, None),
            (text("Enheter", "Units"), self.units, Some("/admin/units")),
            (text("Uppsökare", "Outreach workers"), self.workers, Some("/admin/accounts")),
            (text("Telefoner", "Phones"), self.phones, Some("/admin/devices")),
        ];
        let facts = facts.map(|(word, count, href)| {
            let word = match href {
                Some(href) => view! { <a href=href>{word.get(lang)}</a> }.into_any(),
                None => view! { {word.get(lang)} }.into_any(),
            };
            view! { <tr><th scope="row">{word}</th><td class="table__number">{count}</td></tr> }
        });
        let caption = text("Så står det till i {place}", "How it stands in {place}").fill(lang, &[("place", &self.municipality)]);
        let head = part::heads(&[(text("Vad", "What").get(lang), false), (text("Antal", "Count").get(lang), true)]);
        view! {
            <div class="stack">
                <p class="page__title">{TITLE.get(lang)}" · "{self.municipality.clone()}</p>
                <h1 class="headline">{headline}</h1>
                {begin}
                {list}
            </div>
            {part::table("facts", caption, head, view! { {facts.into_iter().collect_view()} }.into_any())}
        }
        .into_any()
    }
}
