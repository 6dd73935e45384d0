//! The document around each of the youth's pages.

use super::{Youthful, tongue::Tongue, words};
use leptos::prelude::*;

/// What stands around a page.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// In which language.
    pub tongue: Tongue,
    /// Where the style sheet is, if the app was built.
    pub style: Option<String>,
    /// The address of the youth's page, `/y/CODE`; none where the code leads nowhere.
    pub base: Option<String>,
    /// The script that turns notifications on. Everything else works without.
    pub script: Option<String>,
}

/// The page as a document.
pub fn render(around: Around, page: impl Youthful) -> String {
    let Around { tongue, style, base, script } = around;
    let title = page.title(tongue);
    let style = style.map(|it| view! { <link rel="stylesheet" href=it/> });
    let script = script.map(|it| view! { <script src=it defer=true></script> });
    let manifest = base.as_ref().map(|it| view! { <link rel="manifest" href=format!("{it}/app.webmanifest")/> });
    let draft = (!tongue.is_checked()).then(|| view! { <p class="small soft">{words::DRAFT.get(tongue)}</p> });
    let languages = languages(tongue);
    let html = view! {
        <html lang=tongue.tag() dir=tongue.direction()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <meta name="format-detection" content="telephone=no,date=no"/>
                <title>{title}</title>
                // An empty icon: none is asked for, and none could tell anything.
                <link rel="icon" href="data:,"/>
                {manifest}
                {style}
                {script}
            </head>
            <body>
                <div class="own">
                    <main class="own__main" id="content">{page.body(tongue, base.as_deref().unwrap_or_default())}</main>
                    <footer class="own__foot">{draft}{languages}</footer>
                </div>
            </body>
        </html>
    };
    format!("<!doctype html>{}", html.to_html())
}

/// Each language by its own name, of the page that is open. A link: choosing one changes nothing.
fn languages(tongue: Tongue) -> AnyView {
    let links = Tongue::ALL.map(|it| {
        if it == tongue {
            view! { <span class="strong" aria-current="true">{it.name()}</span> }.into_any()
        } else {
            let href = format!("?lang={}", it.tag());
            view! { <a class="own__small" href=href lang=it.tag() hreflang=it.tag() dir=it.direction()>{it.name()}</a> }.into_any()
        }
    });
    view! { <nav class="cluster" aria-label=words::LANGUAGES.get(tongue)>{Vec::from(links)}</nav> }.into_any()
}
