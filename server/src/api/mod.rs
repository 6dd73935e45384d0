//! `/api/v1`: one verb a file. Documented by what it is made of, so that the document can't say anything else.

mod account;
mod device;
mod import;
mod me;
mod push;
mod recovery;
mod recovery_key;
mod refresh;
mod release;
mod report;
mod settings;
mod sign_in;
mod sign_out;
mod sync;
mod sync_document;
mod texts;
mod unit;
mod youth;

use crate::http::AppState;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

#[derive(OpenApi)]
#[openapi(
    info(title = "Uppsök", description = "What the phone and scripts ask of the server. Errors are `{\"code\", \"message\"}` with stable codes.", license(name = "EUPL-1.2", identifier = "EUPL-1.2")),
    servers((url = "/", description = "This server")),
    modifiers(&Bearer),
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

/// Every call, with its part of the document.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(refresh::refresh))
        .routes(routes!(sign_out::sign_out))
        .routes(routes!(me::me))
        .routes(routes!(sync::sync))
        .routes(routes!(texts::texts))
        .routes(routes!(push::on, push::off))
        .routes(routes!(recovery_key::put))
        .routes(routes!(recovery::ask, recovery::look))
        .routes(routes!(report::outcomes::outcomes))
        .routes(routes!(report::open::open))
        .routes(routes!(report::level::status))
        .routes(routes!(report::level::reach))
        .routes(routes!(report::level::work))
        .routes(routes!(report::level::open_status))
        .routes(routes!(report::level::open_reach))
        .routes(routes!(report::level::open_work))
        .routes(routes!(report::exact::status))
        .routes(routes!(report::exact::reach))
        .routes(routes!(report::exact::work))
        .routes(routes!(account::list::list, account::create::create))
        .routes(routes!(account::invite::invite))
        .routes(routes!(account::disable::disable))
        .routes(routes!(account::enable::enable))
        .routes(routes!(unit::list::list, unit::create::create))
        .routes(routes!(unit::members::join, unit::members::leave))
        .routes(routes!(unit::youths::youths))
        .routes(routes!(unit::assign::assign))
        .routes(routes!(device::list::list))
        .routes(routes!(device::revoke::revoke))
        .routes(routes!(device::recovery::answer))
        .routes(routes!(device::quarantine::settle))
        .routes(routes!(import::list::list, import::apply::apply))
        .routes(routes!(import::preview::preview))
        .routes(routes!(import::undo::undo))
        .routes(routes!(youth::record::record))
        .routes(routes!(youth::erase::erase))
        .routes(routes!(release::release))
        .routes(routes!(settings::put))
}

/// The document itself.
pub fn document() -> openapi::OpenApi {
    router().into_openapi()
}
