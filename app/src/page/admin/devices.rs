//! Phones, and those who have forgotten their passphrase.

use crate::{
    device,
    page::{Page, part},
    when,
    words::{Lang, Text, text},
};
use domain::{civil, sync::Refusal};
use leptos::prelude::*;

/// Whether a phone can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneState {
    /// It can.
    Used,
    /// Its account was disabled: when it next has a network it hands over what it has not sent, and wipes itself.
    LeftBehind,
    /// It may only hand over what it has not sent, and wipe itself.
    Revoked,
}

/// What a phone handed over after it was shut out: put aside, outside the register.
#[derive(Clone, Debug, Default)]
pub struct Left {
    /// How many entries.
    pub entries: i64,
    /// Why the register didn't take some of them in, and how many.
    pub refused: Vec<(Refusal, i64)>,
    /// When the oldest is thrown away if nobody has looked at it, in milliseconds since 1970.
    pub goes_at: Option<i64>,
}

/// A phone.
#[derive(Clone, Debug)]
pub struct Phone {
    /// The device's id.
    pub id: String,
    /// As its person knows it.
    pub name: String,
    /// Whose.
    pub owner: String,
    /// When it was last seen, in milliseconds since 1970.
    pub seen_at: i64,
    /// By how many milliseconds its clock was behind at its latest entry, where it was wrong.
    pub clock_behind: Option<i64>,
    /// Whether it can be used.
    pub state: PhoneState,
    /// What it handed over.
    pub left: Left,
}

/// Somebody who has forgotten their passphrase.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The device's id.
    pub id: String,
    /// As its person knows it.
    pub name: String,
    /// Who.
    pub owner: String,
}

/// Every phone.
#[derive(Clone, Debug)]
pub struct Devices {
    /// Who waits for an answer.
    pub waiting: Vec<Waiting>,
    /// Latest seen first.
    pub phones: Vec<Phone>,
    /// Milliseconds since 1970.
    pub now: i64,
}

const TITLE: Text = text("Telefoner", "Phones");

impl Page for Devices {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let waiting = (!self.waiting.is_empty()).then(|| waiting(&self.waiting, lang));
        view! {
            <h1>{TITLE.get(lang)}</h1>
            {waiting}
            {put_aside(&self.phones, self.now, lang)}
            {table(self.phones, self.now, lang)}
        }
        .into_any()
    }
}

fn waiting(them: &[Waiting], lang: Lang) -> AnyView {
    let title = text("Väntar på ditt svar", "Waiting for your answer");
    let how = text(
        "De har glömt lösenfrasen till telefonen. Hör med personen att det verkligen är hen som frågar. Säger du ja kan just den telefonen öppnas igen, och inget som inte är skickat går förlorat.",
        "They have forgotten their phone's passphrase. Make sure with the person that it really is they who ask. If you say yes, that phone alone can be opened again, and nothing unsent is lost.",
    );
    let rows = them.iter().map(|it| {
        let action = format!("/admin/devices/{}/recovery", it.id);
        let group = text("Svar till {name}", "Answer to {name}").fill(lang, &[("name", &it.owner)]);
        view! {
            <li class="row row--look">
                <span class="row__body">
                    <span class="row__name">{it.owner.clone()}</span>
                    <span class="row__why">{device::named(&it.name, lang).to_owned()}</span>
                </span>
                <form class="row__acts" method="post" action=action aria-label=group>
                    <button class="button button--primary" type="submit" name="answer" value="yes">{text("Ja, öppna", "Yes, open").get(lang)}</button>
                    <button class="button" type="submit" name="answer" value="no">{text("Nej", "No").get(lang)}</button>
                </form>
            </li>
        }
    });
    view! {
        <section class="section">
            <h2 class="section__title">{title.get(lang)}</h2>
            <p>{how.get(lang)}</p>
            <ul class="list">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn put_aside(phones: &[Phone], now: i64, lang: Lang) -> Option<AnyView> {
    let rows: Vec<AnyView> = phones.iter().filter_map(|it| left(it, now, lang)).collect();
    if rows.is_empty() {
        return None;
    }
    let title = text("Det som spärrade telefoner lämnade", "What revoked phones handed over");
    let how = text(
        "Telefonen hade sparat sådant som inte var skickat när den spärrades. Hör med personen innan du inför det: någon annan kan ha haft telefonen. Gå igenom det snart: det ligger utanför registret, och går förlorat om servern återställs från en säkerhetskopia.",
        "The phone held what hadn't been sent when it was revoked. Ask the person before you take it in: somebody else may have had the phone. Go through it soon: it lies outside the register, and is lost if the server is restored from a backup.",
    );
    Some(
        view! {
            <section class="section">
                <h2 class="section__title">{title.get(lang)}</h2>
                <p>{how.get(lang)}</p>
                <ul class="list">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn left(it: &Phone, now: i64, lang: Lang) -> Option<AnyView> {
    let count @ 1.. = it.left.entries else { return None };
    let action = format!("/admin/devices/{}/quarantine", it.id);
    let group = text("Det som {name} lämnade", "What {name} handed over").fill(lang, &[("name", &it.owner)]);
    let words = if count == 1 { text("1 anteckning", "1 entry") } else { text("{n} anteckningar", "{n} entries") };
    let words = words.fill(lang, &[("n", &count.to_string())]);
    let until = it.left.goes_at.map(|at| {
        let day = when::day(civil::day(at), civil::day(now), lang);
        let words = text("Det som ingen har gått igenom kastas av sig själv {dag}.", "What nobody has gone through is thrown away {dag}.");
        view! { <span class="row__why">{words.fill(lang, &[("dag", &day)])}</span> }
    });
    let refused = it.left.refused.iter().map(|(why, count)| {
        let words = text("{n} togs inte emot: {skäl}", "{n} not taken in: {skäl}");
        view! { <span class="row__why">{words.fill(lang, &[("n", &count.to_string()), ("skäl", why.word(lang))])}</span> }
    });
    Some(
        view! {
            <li class="row row--look">
                <span class="row__body">
                    <span class="row__name">{it.owner.clone()}</span>
                    <span class="row__why">{device::named(&it.name, lang).to_owned()}", "{words}</span>
                    {refused.collect_view()}
                    {until}
                </span>
                <form class="row__acts" method="post" action=action aria-label=group>
                    <button class="button" type="submit" name="answer" value="yes">{text("Inför i registret", "Take in").get(lang)}</button>
                    <button class="button button--wrong" type="submit" name="answer" value="no">{text("Kasta", "Throw away").get(lang)}</button>
                </form>
            </li>
        }
        .into_any(),
    )
}

fn table(phones: Vec<Phone>, now: i64, lang: Lang) -> AnyView {
    if phones.is_empty() {
        let none = text("Ingen har loggat in med en telefon än.", "Nobody has signed in on a phone yet.");
        return view! { <p class="empty">{none.get(lang)}</p> }.into_any();
    }
    let caption = part::counted(phones.len(), lang.pick("telefon", "phone"), lang.pick("telefoner", "phones"));
    let head = part::heads(&[
        (text("Vems", "Whose").get(lang), false),
        (text("Telefon", "Phone").get(lang), false),
        (text("Senast sedd", "Last seen").get(lang), false),
        (text("Läge", "State").get(lang), false),
        (text("Gör", "Do").get(lang), false),
    ]);
    let rows = phones.into_iter().map(|it| {
        let name = device::named(&it.name, lang).to_owned();
        let label = text("Spärra {name}, {owner}", "Revoke {name}, {owner}").fill(lang, &[("name", &name), ("owner", &it.owner)]);
        let is_open = it.state != PhoneState::Revoked;
        let act = is_open.then(|| {
            let href = format!("/admin/devices/{}/revoke", it.id);
            view! { <a class="button button--small button--wrong" href=href aria-label=label>{text("Spärra", "Revoke").get(lang)}</a> }
        });
        view! {
            <tr>
                <th scope="row">{it.owner}</th>
                <td>{name}</td>
                <td class="nowrap">{when::moment(it.seen_at, now, lang)}</td>
                <td>{state(it.state, it.left.entries, lang)}" "{it.clock_behind.map(|behind| clock(behind, lang))}</td>
                <td>{act}</td>
            </tr>
        }
    });
    part::table("phones", caption, head, view! { {rows.collect_view()} }.into_any())
}

fn state(it: PhoneState, put_aside: i64, lang: Lang) -> AnyView {
    match it {
        PhoneState::Used => view! { <span class="tag tag--on">{text("I bruk", "In use").get(lang)}</span> }.into_any(),
        PhoneState::LeftBehind => {
            view! { <span class="tag tag--look">{text("Kontot är avstängt", "Account disabled").get(lang)}</span> }.into_any()
        }
        PhoneState::Revoked if put_aside == 0 => view! { <span class="tag">{text("Spärrad", "Revoked").get(lang)}</span> }.into_any(),
        PhoneState::Revoked => {
            let words = text("Spärrad, {n} ej införda", "Revoked, {n} put aside").fill(lang, &[("n", &put_aside.to_string())]);
            view! { <span class="tag tag--look">{words}</span> }.into_any()
        }
    }
}

/// That its entries are dated wrong, and the person has to set it right.
fn clock(behind: i64, lang: Lang) -> AnyView {
    let words =
        if behind > 0 { text("Klockan gick efter", "The clock was slow") } else { text("Klockan gick före", "The clock was fast") };
    view! { <span class="tag tag--look">{words.get(lang)}</span> }.into_any()
}
