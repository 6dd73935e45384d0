//! A forgotten passphrase: the server has a secret that unwraps the key, and gives it to this device alone, once an
//! administrator has said yes. What is unsent stays where it is meanwhile.

use super::{Failure, LockReason, Model, Recovery, Stage};
use crate::phone::server::api;
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::prelude::*;

impl Model {
    /// Asks an administrator. `SignInAgain` means that the worker has to sign in first.
    pub async fn ask_recovery(self) -> Result<(), Failure> {
        let store = self.phone().store()?;
        api::ask_recovery(&self.token(&store).await?).await.map_err(|failure| match failure {
            Failure::Server(code) if code == "not_found" => Failure::NoRecovery,
            failure => failure,
        })?;
        store.change_lock(|it| it.recovering = true).await?;
        self.stage.set(Stage::Locked { reason: LockReason::Recovering });
        Ok(())
    }

    /// Looks whether the administrator has answered. When the key came, the next screen asks for a new passphrase.
    pub async fn check_recovery(self) -> Result<Recovery, Failure> {
        let store = self.phone().store()?;
        let answer = match api::recovery(&self.token(&store).await?).await {
            Err(Failure::Server(code)) if code == "not_found" => {
                self.stop_recovery().await?;
                return Ok(Recovery::AskAgain);
            }
            answer => answer?,
        };
        match (answer.state.as_str(), answer.key) {
            ("released", Some(key)) => {
                let secret = BASE64_STANDARD.decode(key).map_err(|_| Failure::Unreadable)?;
                self.enter_by_recovery(&store, &secret).await?;
                Ok(Recovery::Released)
            }
            ("waiting", _) => Ok(Recovery::Waiting),
            _ => {
                self.end_recovery(LockReason::RecoveryRefused).await?;
                Ok(Recovery::Refused)
            }
        }
    }

    /// The passphrase came back to mind.
    pub async fn stop_recovery(self) -> Result<(), Failure> {
        self.end_recovery(LockReason::Start).await
    }

    async fn end_recovery(self, reason: LockReason) -> Result<(), Failure> {
        self.phone().store()?.change_lock(|it| it.recovering = false).await?;
        self.stage.set(Stage::Locked { reason });
        Ok(())
    }
}
