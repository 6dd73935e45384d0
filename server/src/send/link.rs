//! Links in messages, to youths' own pages.

use crate::{
    clock::Clock,
    config::Config,
    db::{StoreError, Tx},
    http::AppState,
    youth,
};
use domain::{MeetingId, MunicipalityId, Phone, YouthId};
use jiff::civil::DateTime;

/// Makes links, where there are any ([`Config::links_to`]).
#[derive(Clone)]
pub(super) struct Links {
    clock: Clock,
    config: Config,
    phone_key: [u8; 32],
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Links(…)")
    }
}

impl Links {
    /// Of a server; none where youths' pages have no host of their own.
    pub(super) fn of(state: &AppState) -> Option<Self> {
        let has_links = state.config.links_to().is_some();
        has_links.then(|| Self { clock: state.clock.clone(), config: state.config.clone(), phone_key: state.youth_phone_key })
    }

    /// A new link, for the number that it is sent to.
    pub(super) async fn make(
        &self,
        tx: &mut Tx,
        about: (MunicipalityId, YouthId, MeetingId),
        at: DateTime,
        phone: Option<&Phone>,
    ) -> Result<String, StoreError> {
        let code = youth::mint(tx, &self.clock, &self.phone_key, about, at, phone).await?;
        Ok(youth::link(&self.config, &code))
    }
}
