//! Messages to youths, and what became of them.

use super::PROTECTED;
use crate::{
    page::{Page, part},
    when,
    words::{Lang, Text, text},
};
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
}

/// The latest messages.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// The latest first.
    pub messages: Vec<Message>,
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
        view! {
            <div class="stack">
                <h1>{TITLE.get(lang)}</h1>
                <p>{what.get(lang)}</p>
            </div>
            {table(self.messages, self.now, lang)}
        }
        .into_any()
    }
}

fn table(messages: Vec<Message>, now: i64, lang: Lang) -> AnyView {
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
        (text("Läge", "State").get(lang), false),
    ]);
    let rows = messages.into_iter().map(|it| {
        view! {
            <tr>
                <th scope="row">{it.to.unwrap_or_else(|| PROTECTED.get(lang).to_owned())}</th>
                <td class="nowrap">{when::moment(it.at, now, lang)}</td>
                <td>{it.state.word().get(lang)}</td>
            </tr>
        }
    });
    part::table("messages", caption, head, view! { {rows.collect_view()} }.into_any())
}
