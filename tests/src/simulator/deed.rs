//! What people at a desk do. Each deed is a transaction of its own: it is committed, or it never was, and whoever did it is
//! told so and does it again some day.

use super::{Simulation, step::Step};
use domain::{AccountId, DeviceId, Fact, UnitId, YouthId};
use server::{db::StoreError, store};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Erase(YouthId),
    /// A youth asks not to be sent anything more.
    Stop(YouthId),
    Move(YouthId, UnitId),
    Protect(YouthId),
    /// A protection is lifted.
    Lift(YouthId),
    Join(AccountId, UnitId),
    Leave(AccountId, UnitId),
    Revoke(DeviceId),
    /// What a revoked phone left is taken in, or thrown away.
    Settle {
        account: AccountId,
        device: DeviceId,
        takes: bool,
    },
}

impl Simulation {
    /// Which deed a step is, now, if it is one and there is somebody to do it to.
    pub(super) async fn deed(&self, step: &Step) -> Option<Deed> {
        let phone = |nth: usize| &self.phones[nth % self.phones.len()];
        Some(match *step {
            Step::Erase { youth } => Deed::Erase(self.nth_youth(youth)?),
            Step::Stop { youth } => Deed::Stop(self.nth_youth(youth)?),
            Step::Move { youth } => {
                let youth = self.nth_youth(youth)?;
                let known = self.known(youth).await?;
                Deed::Move(youth, known.assignment.get().map_or(self.server.world.north, |it| self.other(it.unit)))
            }
            Step::Protect { youth } => {
                let youth = self.nth_youth(youth)?;
                if self.known(youth).await?.is_protected() { Deed::Lift(youth) } else { Deed::Protect(youth) }
            }
            Step::Join { phone: nth, unit } => {
                let (account, unit) = (phone(nth).account, self.unit(unit));
                if self.members.contains(&(account, unit)) { Deed::Leave(account, unit) } else { Deed::Join(account, unit) }
            }
            Step::Revoke { phone: nth } => Deed::Revoke(phone(nth).disk.state.device),
            Step::Settle { phone: nth, takes } => Deed::Settle { account: phone(nth).account, device: phone(nth).disk.state.device, takes },
            _ => return None,
        })
    }

    /// Does it, unless the database falters just then.
    pub(super) async fn act(&mut self, deed: Deed) {
        let falters = std::mem::take(&mut self.falters);
        if falters {
            self.server.refuse_commits(true).await;
        }
        let done = self.carry_out(deed).await;
        if falters {
            self.server.refuse_commits(false).await;
        }
        match done {
            Ok(()) => {}
            Err(_) if falters => self.owed.push(deed),
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Does again what wasn't committed. The ledger had it, so that a restore may have erased meanwhile whom it was about, with
    /// everybody who was the same person by then.
    pub(super) async fn act_again(&mut self) {
        self.falters = false;
        for deed in std::mem::take(&mut self.owed) {
            self.act(deed).await;
            if matches!(deed, Deed::Erase(_)) {
                let erased = self.records(|it| it.erased).await;
                self.erased.extend(erased);
            }
        }
    }

    async fn carry_out(&mut self, deed: Deed) -> Result<(), StoreError> {
        match deed {
            Deed::Erase(youth) => self.erase(youth).await?,
            Deed::Stop(youth) => self.stop(youth).await?,
            Deed::Move(youth, unit) => {
                if let Some(known) = self.known(youth).await {
                    let saw = known.assignment.saw();
                    self.write_at_desk(youth, Fact::Assigned { unit, worker: None, saw }).await?;
                }
            }
            Deed::Protect(youth) => {
                if let Some(known) = self.known(youth).await {
                    self.write_at_desk(youth, Fact::ProtectionSet { saw: known.protection.saw() }).await?;
                }
            }
            Deed::Lift(youth) => {
                if let Some(known) = self.known(youth).await {
                    self.write_at_desk(youth, Fact::ProtectionCleared { saw: known.protection.saw() }).await?;
                }
            }
            Deed::Join(account, unit) => {
                let world = &self.server.world;
                let mut tx = world.db.begin().await?;
                if store::membership::join(&mut tx, world.municipality, account, unit).await? {
                    tx.commit().await?;
                }
                self.members.insert((account, unit));
            }
            Deed::Leave(account, unit) => {
                let world = &self.server.world;
                let mut tx = world.db.begin().await?;
                if store::membership::leave(&mut tx, world.municipality, account, unit).await? {
                    tx.commit().await?;
                }
                self.members.remove(&(account, unit));
            }
            Deed::Revoke(device) => {
                self.server.revoke(device).await?;
                self.revoked.insert(device);
            }
            Deed::Settle { account, device, takes } => {
                let thrown = self.server.settle(account, device, takes).await?;
                self.gone.extend(thrown);
            }
        }
        Ok(())
    }

    async fn write_at_desk(&self, youth: YouthId, fact: Fact) -> Result<(), StoreError> {
        self.server.world.try_to_administer(youth, vec![fact]).await.map(drop)
    }
}
