//! What every page asks of its request, and how it answers.

use super::done;
use crate::{
    auth::Post,
    db::StoreError,
    http::{AppState, asset::Manifest},
    store::{account::Account, place},
};
use app::page::{Frame, Page, Place, Who, render};
use axum::{
    extract::{FromRequestParts, Query},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::CookieJar;
use domain::Lang;
use jiff::civil::Date;
use std::{convert::Infallible, sync::LazyLock};

/// The cookie that keeps the language.
pub(super) const LANGUAGE: &str = "lang";

/// What a page wants to know of its request: the language, the address, the query.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub lang: Lang,
    /// The path with its query.
    pub here: String,
    query: Vec<(String, String)>,
}

pub(super) fn language(code: &str) -> Option<Lang> {
    [Lang::Sv, Lang::En].into_iter().find(|it| it.tag() == code)
}

impl Ask {
    pub(super) fn of(headers: &HeaderMap, uri: &axum::http::Uri) -> Self {
        let query = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|it| it.0).unwrap_or_default();
        let asked = query.iter().find(|(name, _)| name == LANGUAGE).and_then(|(_, code)| language(code));
        let kept = || CookieJar::from_headers(headers).get(LANGUAGE).and_then(|it| language(it.value()));
        let here = uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
        Self { lang: asked.or_else(kept).unwrap_or_default(), here, query }
    }

    /// What stands in the query, where it isn't empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str()).filter(|it| !it.is_empty())
    }

    /// The same, where some of the query doesn't stand.
    pub(super) fn without(&self, names: &[&str]) -> Self {
        let query = self.query.iter().filter(|it| !names.contains(&it.0.as_str())).cloned().collect();
        Self { query, ..self.clone() }
    }

    /// What stands around a page of somebody signed in.
    pub(super) async fn frame(&self, state: &AppState, place: Place, account: &Account) -> Result<Frame, StoreError> {
        let where_ = match account.post {
            Post::Worker(id) | Post::Lead(id) | Post::Administrator(id) => {
                let mut tx = state.db.read().await?;
                place::municipality_by_id(&mut tx, id).await?.map(|it| it.name)
            }
            Post::Region(id) => {
                let mut tx = state.db.read().await?;
                place::regions(&mut tx).await?.into_iter().find(|it| it.id == id).map(|it| it.name)
            }
            Post::Nation => None,
        };
        let role = account.post.role().word(self.lang);
        let post = where_.map_or_else(|| role.to_owned(), |it| format!("{role}, {it}"));
        Ok(Frame { place, who: Some(Who { name: account.name.clone(), post }), ..self.outside() })
    }

    /// What stands around a page that anyone may see.
    pub(super) fn outside(&self) -> Frame {
        static FILES: LazyLock<Manifest> = LazyLock::new(Manifest::read);
        let file = |name| FILES.address(name).map(str::to_owned);
        // What an act did is said on the page it led to, not on that page in another language later.
        let here = self.here.split("?done=").next().unwrap_or("/").to_owned();
        Frame {
            lang: self.lang,
            style: file("app.css"),
            icon: file("icon.svg"),
            here,
            flash: self.get("done").and_then(|code| done::flash(code, self.get("count"), self.lang)),
            ..Frame::default()
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers, &parts.uri))
    }
}

/// A page as an answer.
pub(super) fn answer(status: StatusCode, frame: Frame, page: impl Page) -> Response {
    let lang = HeaderValue::from_static(frame.lang.tag());
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    (status, [(header::CONTENT_TYPE, html), (header::CONTENT_LANGUAGE, lang)], render(frame, page)).into_response()
}

/// The day today, in Sweden.
pub(super) fn today(state: &AppState) -> Date {
    domain::civil::day(state.clock.now())
}

/// An address of our own to come back to: nothing that could lead to another site.
pub(super) fn local(path: &str) -> Option<&str> {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t']);
    is_local.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_to_another_site() {
        assert_eq!(local("/lead?unit=1"), Some("/lead?unit=1"));
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "lead", "", "/\t/evil.example"] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_language_is_what_was_asked_then_what_was_kept_then_swedish() {
        let ask = |uri: &str, cookie: &str| {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookie).unwrap())]);
            Ask::of(&headers, &uri.parse().unwrap()).lang
        };
        assert_eq!(ask("/?lang=en", "lang=sv"), Lang::En);
        assert_eq!(ask("/", "lang=en"), Lang::En);
        assert_eq!(ask("/?lang=xx", "lang=yy"), Lang::Sv);
    }
}
