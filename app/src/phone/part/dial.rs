//! Calling is logging: a durable note first, then the phone dials.

#![expect(clippy::needless_pass_by_value, reason = "a component's properties are its own")]

use super::{Glyph, Icon};
use crate::{
    phone::{platform, ui::Ui},
    words::{Text, text},
};
use domain::{Channel, Phone, YouthId};
use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

/// By call or by text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A call.
    Call,
    /// A text from the worker's own phone.
    Text,
}

impl How {
    fn uri(self, phone: &Phone, body: &str) -> String {
        let phone = phone.as_str();
        match self {
            Self::Call => format!("tel:{phone}"),
            Self::Text if body.is_empty() => format!("sms:{phone}"),
            // iOS wants the `&`, Android the `?`.
            Self::Text => format!("sms:{phone}?&body={}", String::from(js_sys::encode_uri_component(body))),
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Self::Call => Glyph::Phone,
            Self::Text => Glyph::Text,
        }
    }

    fn channel(self) -> Channel {
        match self {
            Self::Call => Channel::Phone,
            Self::Text => Channel::Sms,
        }
    }

    fn label(self) -> Text {
        match self {
            Self::Call => text("Ring {namn}, {nummer}", "Call {namn}, {nummer}"),
            Self::Text => text("Sms till {namn} från din telefon, {nummer}", "Text {namn} from your phone, {nummer}"),
        }
    }
}

/// A link that dials, once it is noted that it did. `word` stands under the icon of the big acts.
#[component]
pub fn Dial(
    /// Whom.
    youth: YouthId,
    /// What they are called.
    name: String,
    /// Which number.
    phone: Phone,
    /// How.
    how: How,
    /// What it looks like.
    class: &'static str,
    /// A word beside the icon.
    #[prop(optional)]
    word: Option<Text>,
    /// What a text begins with.
    #[prop(optional)]
    body: String,
) -> impl IntoView {
    let ui = Ui::here();
    let uri = how.uri(&phone, &body);
    let words = [("namn", name), ("nummer", phone.to_string())];
    let label = how.label().fill(ui.lang, &words.each_ref().map(|(name, value)| (*name, value.as_str())));
    let href = uri.clone();
    let dial = move |event: MouseEvent| {
        event.prevent_default();
        let (phone, uri) = (phone.clone(), uri.clone());
        spawn_local(async move {
            match ui.model.start_call(youth, phone, how.channel()).await {
                // A browser that can't dial stays where it is.
                Ok(()) => drop(platform::window().location().set_href(&uri)),
                Err(failure) => ui.complain(&failure),
            }
        });
    };
    view! {
        <a class=class href=href aria-label=label on:click=dial>
            <Icon glyph=how.glyph() />
            {word.map(|it| view! { <span>{ui.t(it)}</span> })}
        </a>
    }
}
