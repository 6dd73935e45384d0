//! Letting messages go that a restore made unclear: the second of two taps.

use super::CANCEL;
use crate::{
    page::{Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// Messages of which nobody knows whether they were sent.
#[derive(Clone, Copy, Debug)]
pub struct Release {
    /// How many.
    pub unclear: usize,
}

const TITLE: Text = text("Skicka det som är oklart?", "Send what is unclear?");

impl Page for Release {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let n = self.unclear.to_string();
        let count = match self.unclear {
            0 => text("Inga meddelanden väntar på svar.", "No messages wait for an answer."),
            1 => text("1 meddelande kan ha skickats före återställningen.", "1 message may have been sent before the restore."),
            _ => text("{n} meddelanden kan ha skickats före återställningen.", "{n} messages may have been sent before the restore."),
        };
        let why = text(
            "Den som redan har fått sitt meddelande får det en gång till om du säger ja. Det som har blivit för sent, eller inte gäller längre, skickas inte. Uppsökarna ser de oklara under I dag och kan ringa i stället.",
            "Whoever has got their message already gets it once more if you say yes. What has become too late, or no longer holds, isn't sent. The outreach workers see the unclear ones in Today and can call instead.",
        );
        let back = text("Tillbaka", "Back");
        let acts = if self.unclear == 0 {
            view! { <a class="button button--quiet" href="/admin">{back.get(lang)}</a> }.into_any()
        } else {
            view! {
                {part::act("/admin/outbox/release".to_owned(), text("Ja, skicka", "Yes, send").get(lang), "button button--primary")}
                <a class="button button--quiet" href="/admin">{CANCEL.get(lang)}</a>
            }
            .into_any()
        };
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <p><strong>{count.fill(lang, &[("n", &n)])}</strong></p>
            {(self.unclear > 0).then(|| view! { <p>{why.get(lang)}</p> })}
            <div class="form__acts">{acts}</div>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
