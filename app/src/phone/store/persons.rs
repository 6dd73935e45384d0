//! Whose stores there are on this phone: account ids, the latest first. Two people may share a phone.

use super::connection::{Connection, Mode, Shape};
use crate::phone::model::Failure;
use domain::{AccountId, Lang};

const NAME: &str = "uppsok";
const PART: &str = "phone";
const SHAPE: Shape = &[(PART, &[])];

/// The phone's own small store, with nothing about anyone in it but account ids.
#[derive(Debug)]
pub struct Persons(Connection);

impl Persons {
    /// Opens it.
    pub async fn open() -> Result<Self, Failure> {
        Ok(Self(Connection::open(NAME, SHAPE).await?))
    }

    /// The accounts that have a store here, the latest first.
    pub async fn all(&self) -> Result<Vec<AccountId>, Failure> {
        let text = self.0.run(Mode::Read, &[PART], None, async |tx| tx.clear(PART, "persons").await).await?;
        Ok(read(text.as_deref()))
    }

    /// Puts an account first.
    pub async fn first(&self, account: AccountId) -> Result<(), Failure> {
        self.change(|all| {
            all.retain(|it| *it != account);
            all.insert(0, account);
        })
        .await
    }

    /// Takes an account away.
    pub async fn without(&self, account: AccountId) -> Result<(), Failure> {
        self.change(|all| all.retain(|it| *it != account)).await
    }

    /// The language that was chosen on this phone.
    pub async fn lang(&self) -> Result<Option<Lang>, Failure> {
        let text = self.0.run(Mode::Read, &[PART], None, async |tx| tx.clear(PART, "lang").await).await?;
        Ok(text.and_then(|it| [Lang::Sv, Lang::En].into_iter().find(|lang| lang.tag() == it)))
    }

    /// Keeps the language.
    pub async fn set_lang(&self, lang: Lang) -> Result<(), Failure> {
        self.0.run(Mode::Write, &[PART], None, async |tx| tx.put_clear(PART, "lang", lang.tag())).await
    }

    async fn change(&self, change: impl Fn(&mut Vec<AccountId>)) -> Result<(), Failure> {
        self.0
            .run(Mode::Write, &[PART], None, async |tx| {
                let mut all = read(tx.clear(PART, "persons").await?.as_deref());
                change(&mut all);
                let ids: Vec<String> = all.iter().map(ToString::to_string).collect();
                tx.put_clear(PART, "persons", &ids.join(" "))
            })
            .await
    }
}

fn read(text: Option<&str>) -> Vec<AccountId> {
    text.unwrap_or_default().split_whitespace().filter_map(|it| it.parse().ok()).collect()
}
