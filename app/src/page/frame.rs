//! What stands around every page: the head, who is signed in, where one can go, and the foot.

use super::Page;
use crate::words::{Lang, Text, text};
use leptos::prelude::*;

/// Where a page stands among its like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Nowhere: signing in, errors.
    #[default]
    Outside,
    /// A lead's before and after, of a municipality.
    Lead,
    /// A lead's status now.
    LeadStatus,
    /// A lead's reach.
    LeadReach,
    /// A lead's work done.
    LeadWork,
    /// A lead's lists of what is missing.
    LeadMissing,
    /// A region's before and after.
    Region,
    /// A region's status at a month's end.
    RegionStatus,
    /// A region's reach.
    RegionReach,
    /// A region's work done.
    RegionWork,
    /// The nation's before and after.
    Nation,
    /// The nation's status at a month's end.
    NationStatus,
    /// The nation's reach.
    NationReach,
    /// The nation's work done.
    NationWork,
    /// Before and after, for anyone.
    Open,
    /// Status at a month's end, for anyone.
    OpenStatus,
    /// Reach, for anyone.
    OpenReach,
    /// Work done, for anyone.
    OpenWork,
    /// An administrator's overview.
    Overview,
    /// Accounts.
    Accounts,
    /// Units.
    Units,
    /// Who follows which youth.
    Assignments,
    /// Phones.
    Devices,
    /// Register files.
    Imports,
    /// Messages.
    Outbox,
    /// What youths are written.
    Texts,
    /// When they are.
    Reminders,
    /// Settings.
    Settings,
}

const ADMIN: [(Place, &str, Text); 10] = [
    (Place::Overview, "/admin", text("Översikt", "Overview")),
    (Place::Accounts, "/admin/accounts", text("Konton", "Accounts")),
    (Place::Units, "/admin/units", text("Enheter", "Units")),
    (Place::Assignments, "/admin/assignments", text("Fördelning", "Assignments")),
    (Place::Devices, "/admin/devices", text("Telefoner", "Phones")),
    (Place::Imports, "/admin/import", text("Inläsning", "Import")),
    (Place::Outbox, "/admin/outbox", text("Utkorg", "Outbox")),
    (Place::Texts, "/admin/texts", text("Texter", "Texts")),
    (Place::Reminders, "/admin/reminders", text("Påminnelser", "Reminders")),
    (Place::Settings, "/admin/settings", text("Inställningar", "Settings")),
];
const LEAD: [(Place, &str, Text); 5] = [
    (Place::Lead, "/lead", OUTCOMES),
    (Place::LeadStatus, "/lead/status", text("Läget nu", "Status now")),
    (Place::LeadReach, "/lead/reach", REACH),
    (Place::LeadWork, "/lead/work", WORK),
    (Place::LeadMissing, "/lead/missing", text("Det som saknas", "What is missing")),
];
const OUTCOMES: Text = text("Före och efter", "Before and after");
const STATUS: Text = text("Läget", "Status");
const REACH: Text = text("Vilka vi når", "Reach");
const WORK: Text = text("Utfört arbete", "Work done");
const REGION: [(Place, &str, Text); 4] = [
    (Place::Region, "/region", OUTCOMES),
    (Place::RegionStatus, "/region/status", STATUS),
    (Place::RegionReach, "/region/reach", REACH),
    (Place::RegionWork, "/region/work", WORK),
];
const NATION: [(Place, &str, Text); 4] = [
    (Place::Nation, "/nation", OUTCOMES),
    (Place::NationStatus, "/nation/status", STATUS),
    (Place::NationReach, "/nation/reach", REACH),
    (Place::NationWork, "/nation/work", WORK),
];
const OPEN: [(Place, &str, Text); 4] = [
    (Place::Open, "/open", OUTCOMES),
    (Place::OpenStatus, "/open/status", STATUS),
    (Place::OpenReach, "/open/reach", REACH),
    (Place::OpenWork, "/open/work", WORK),
];

impl Place {
    fn links(self) -> &'static [(Place, &'static str, Text)] {
        match self {
            Self::Outside => &[],
            Self::Lead | Self::LeadStatus | Self::LeadReach | Self::LeadWork | Self::LeadMissing => &LEAD,
            Self::Region | Self::RegionStatus | Self::RegionReach | Self::RegionWork => &REGION,
            Self::Nation | Self::NationStatus | Self::NationReach | Self::NationWork => &NATION,
            Self::Open | Self::OpenStatus | Self::OpenReach | Self::OpenWork => &OPEN,
            _ => &ADMIN,
        }
    }
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// As colleagues say it.
    pub name: String,
    /// What they do, and where: "Samordnare, Oskarshamn".
    pub post: String,
}

/// What the last act did, said once at the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flash {
    /// It was done.
    Done(String),
    /// It wasn't, because.
    Wrong(String),
}

/// What stands around a page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// In which language.
    pub lang: Lang,
    /// Where the style sheet is, if the app was built.
    pub style: Option<String>,
    /// Where the icon is.
    pub icon: Option<String>,
    /// The page's own address with its query, to come back to after changing language.
    pub here: String,
    /// Where the page stands.
    pub place: Place,
    /// Who is signed in.
    pub who: Option<Who>,
    /// What the last act did.
    pub flash: Option<Flash>,
}

const SKIP: Text = text("Hoppa till innehållet", "Skip to the content");
const SIGN_OUT: Text = text("Logga ut", "Sign out");
const NAVIGATION: Text = text("Sidor", "Pages");
const ACCESSIBILITY: Text = text("Tillgänglighet", "Accessibility");

/// The page as a document.
pub fn render(frame: Frame, page: impl Page) -> String {
    let (lang, place) = (frame.lang, frame.place);
    let title = format!("{} · Uppsök", page.title(lang));
    // Where there is navigation it stays in its place from page to page, and the form is narrow by itself.
    let class = if page.is_narrow() && place.links().is_empty() { "page page--narrow" } else { "page" };
    let style = frame.style.map(|it| view! { <link rel="stylesheet" href=it/> });
    let icon = frame.icon.map(|it| view! { <link rel="icon" href=it type="image/svg+xml"/> });
    let nav = (!place.links().is_empty()).then(|| {
        let links = place.links().iter().map(|(it, href, word)| {
            let current = (*it == place).then_some("page");
            view! { <a href=*href aria-current=current>{word.get(lang)}</a> }
        });
        view! { <nav class="page__nav" aria-label=NAVIGATION.get(lang)>{links.collect_view()}</nav> }
    });
    let who = frame.who.map(|it| {
        view! {
            <div class="page__who">
                <span>{it.name}", "{it.post}</span>
                <form class="no-print" method="post" action="/sign-out">
                    <button class="button button--small" type="submit">{SIGN_OUT.get(lang)}</button>
                </form>
            </div>
        }
    });
    let flash = frame.flash.map(notice);
    let html = view! {
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <title>{title}</title>
                {style}
                {icon}
            </head>
            <body>
                <a class="skip-link" href="#content">{SKIP.get(lang)}</a>
                <div class=class>
                    <header class="page__header">
                        <a class="page__mark" href="/">"Uppsök"</a>
                        {who}
                    </header>
                    {nav}
                    <main class="page__main" id="content" tabindex="-1">
                        {flash}
                        {page.body(lang)}
                    </main>
                    <footer class="page__foot spread">
                        <a href="/accessibility">{ACCESSIBILITY.get(lang)}</a>
                        {languages(lang, &frame.here)}
                    </footer>
                </div>
            </body>
        </html>
    };
    format!("<!doctype html>{}", html.to_html())
}

fn notice(flash: Flash) -> AnyView {
    match flash {
        Flash::Done(words) => view! { <p class="notice notice--done" role="status">{words}</p> }.into_any(),
        Flash::Wrong(words) => view! { <p class="notice notice--wrong" role="alert">{words}</p> }.into_any(),
    }
}

/// Both languages by their own names, so that they are found by who doesn't read the other.
fn languages(lang: Lang, here: &str) -> AnyView {
    let links = [(Lang::Sv, "Svenska"), (Lang::En, "English")].map(|(it, name)| {
        if it == lang {
            view! { <span class="strong" aria-current="true">{name}</span> }.into_any()
        } else {
            let href = format!("/language/{}?back={}", it.tag(), super::part::in_query(here));
            view! { <a href=href lang=it.tag() hreflang=it.tag()>{name}</a> }.into_any()
        }
    });
    view! { <span class="cluster no-print">{Vec::from(links)}</span> }.into_any()
}
