//! The sheets that a worker fills in, one a file, and the place where the open one stands.

mod add;
mod details;
mod end;
mod follow_up;
mod measure;
mod meeting;
mod message;
mod occupation;
mod phone;
mod story;
mod visit;

pub use story::may_be_withdrawn;

use crate::{
    phone::{
        draft::Form,
        part::Keeping,
        ui::{Opened, Sheet, Ui},
    },
    words::{Text, text},
};
use leptos::prelude::*;

/// What is said of dates in the wrong order.
const ENDS_FIRST: Text = text("Slutet kan inte vara före början.", "The end can't be before the beginning.");

/// The open sheet, if there is one.
#[component]
pub fn SheetHost() -> impl IntoView {
    let ui = Ui::here();
    move || {
        let Opened { sheet, youth, draft } = ui.sheet.get()?;
        Keeping::begin(ui.model, Form::Sheet(youth.id, sheet.clone()), youth.story.len(), draft);
        Some(match sheet {
            Sheet::Visit => view! { <visit::VisitSheet youth=youth /> }.into_any(),
            Sheet::AddTo(contact) => view! { <add::AddSheet youth=youth contact=contact /> }.into_any(),
            Sheet::Occupation => view! { <occupation::OccupationSheet youth=youth /> }.into_any(),
            Sheet::Meeting(meeting) => view! { <meeting::MeetingSheet youth=youth meeting=meeting /> }.into_any(),
            Sheet::Message(meeting) => view! { <message::MessageSheet youth=youth meeting=meeting /> }.into_any(),
            Sheet::FollowUp => view! { <follow_up::FollowUpSheet youth=youth /> }.into_any(),
            Sheet::Phone(phone) => view! { <phone::PhoneSheet youth=youth phone=phone /> }.into_any(),
            Sheet::Measure(measure) => view! { <measure::MeasureSheet youth=youth measure=measure /> }.into_any(),
            Sheet::EndMeasure(measure) => view! { <measure::EndMeasureSheet youth=youth measure=measure /> }.into_any(),
            Sheet::Details => view! { <details::DetailsSheet youth=youth /> }.into_any(),
            Sheet::End => view! { <end::EndSheet youth=youth /> }.into_any(),
            Sheet::Story(entry) => view! { <story::StorySheet youth=youth entry=entry /> }.into_any(),
        })
    }
}

/// What the youth is called in a heading.
fn given_name(youth: &domain::Youth) -> String {
    youth.given_name.heads().last().map(|it| it.value.clone()).unwrap_or_default()
}
