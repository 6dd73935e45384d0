//! Messages to youths, and what became of them.

use super::PROTECTED;
use crate::{
    cost::cost,
    page::{Page, part},
    when,
    words::{Lang, Text, text},
};
use domain::MessageKind;
use leptos::prelude::*;

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// It waits.
    Queued,
    /// The provider took it.
    Sent,
    /// It reached the phone.
    Delivered,
    /// It didn't.
    Failed,
    /// Nobody knows.
    Unclear,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// To whom; none where the identity is protected.
    pub to: Option<String>,
    /// When it was queued, in milliseconds since 1970.
    pub at: i64,
    /// What became of it.
    pub state: MessageState,
    /// What it is about.
    pub kind: MessageKind,
    /// What it said, where no provider took it, and in how many segments.
    pub text: Option<(String, usize)>,
}

/// Where a provider brings what young people write.
#[derive(Clone, Debug)]
pub struct Inbound {
    /// The provider.
    pub provider: &'static str,
    /// The address that is set there, with its key.
    pub address: String,
}

/// The latest messages.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// The latest first.
    pub messages: Vec<Message>,
    /// Where a provider calls; none where there is no provider.
    pub inbound: Option<Inbound>,
    /// What a segment costs, in öre.
    pub price: Option<u32>,
    /// Milliseconds since 1970.
    pub now: i64,
}

const TITLE: Text = text("Utkorg", "Outbox");

impl MessageState {
    fn word(self) -> Text {
        match self {
            Self::Queued => text("Väntar", "Waiting"),
            Self::Sent => text("Skickat", "Sent"),
            Self::Delivered => text("Framme", "Delivered"),
            Self::Failed => text("Kom inte fram", "Failed"),
            Self::Unclear => text("Oklart", "Unclear"),
        }
    }
}

impl Page for Outbox {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let what = text(
            "Här syns de meddelanden som servern har gjort till ungdomar. Sms som en uppsökare skickar från sin egen telefon syns inte här.",
            "Here are the messages to young people that the server has made. Texts that an outreach worker sends from their own phone aren't shown.",
        );
        let inbound = self.inbound.map(|it| inbound(it, lang));
        let embedded = inbound.is_none().then(|| {
            let words = text(
                "Ingen operatör är inställd. Inget skickas: texterna stannar här i 30 dagar.",
                "No provider is set. Nothing is sent: the texts stay here for 30 days.",
            );
            view! { <p class="notice">{words.get(lang)}</p> }
        });
        view! {
            <div class="stack">
                <h1>{TITLE.get(lang)}</h1>
                <p>{what.get(lang)}</p>
                {embedded}
            </div>
            {table(self.messages, self.price, self.now, lang)}
            {inbound}
        }
        .into_any()
    }
}

fn inbound(it: Inbound, lang: Lang) -> AnyView {
    let what = text(
        "För att svar ska komma hit ställs den här adressen in hos {operatör}. Den är en nyckel: visa den inte för andra.",
        "For answers to come here, this address is set at {operatör}. It is a key: don't show it to others.",
    );
    view! {
        <details class="stack">
            <summary>{text("Adressen för svar", "The address for answers").get(lang)}</summary>
            <p>{what.fill(lang, &[("operatör", it.provider)])}</p>
            <p><code>{it.address}</code></p>
        </details>
    }
    .into_any()
}

fn table(messages: Vec<Message>, price: Option<u32>, now: i64, lang: Lang) -> AnyView {
    if messages.is_empty() {
        let none = text(
            "Utkorgen är tom. Den här servern har inte skickat några meddelanden.",
            "The outbox is empty. This server hasn't sent any messages.",
        );
        return view! { <p class="empty">{none.get(lang)}</p> }.into_any();
    }
    let caption = text("De senaste meddelandena", "The latest messages").get(lang).to_owned();
    let head = part::heads(&[
        (text("Till", "To").get(lang), false),
        (text("När", "When").get(lang), false),
        (text("Vad", "What").get(lang), false),
        (text("Läge", "State").get(lang), false),
    ]);
    let rows = messages.into_iter().map(|it| {
        let said = it.text.map(|(words, segments)| {
            view! { <p class="quote">{words}</p><p class="row__why">{cost(segments, price, lang)}</p> }
        });
        view! {
            <tr>
                <th scope="row">{it.to.unwrap_or_else(|| PROTECTED.get(lang).to_owned())}</th>
                <td class="nowrap">{when::moment(it.at, now, lang)}</td>
                <td>{it.kind.word(lang)}{said}</td>
                <td>{it.state.word().get(lang)}</td>
            </tr>
        }
    });
    part::table("messages", caption, head, view! { {rows.collect_view()} }.into_any())
}
