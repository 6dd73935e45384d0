//! The youth's pages have a host of their own, since addresses show in messages and notifications: nothing else is served
//! there, and they are served nowhere else.

use crate::config::Origin;
use axum::{Router, extract::Request, http::header};
use tower::{ServiceExt, service_fn};

/// One service of two: what is asked of the youth's host goes to `youth`, all else to `office`.
pub fn split(host: Origin, youth: Router, office: Router) -> Router {
    Router::new().fallback_service(service_fn(move |request: Request| {
        let router = if is_asked_of(&host, &request) { youth.clone() } else { office.clone() };
        router.oneshot(request)
    }))
}

/// HTTP/2 says the host in the address, HTTP/1 in a header.
fn is_asked_of(host: &Origin, request: &Request) -> bool {
    let said = request.headers().get(header::HOST).and_then(|it| it.to_str().ok());
    let asked = request.uri().authority().map(axum::http::uri::Authority::as_str).or(said);
    asked.is_some_and(|it| host.is_host(it))
}
