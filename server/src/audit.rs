//! Who did what. Each row carries a mark over itself and the mark before it, made with a key that
//! is not in the database: a row that was changed, added or taken away later is noticed.

use visits_domain::site::SiteCode;

use crate::error::Error;
use crate::house::House;
use crate::store::Write;
use crate::store::audit::{self, Entry};

macro_rules! noted {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What is noted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Noted { $($(#[$doc])* $name,)* }
        impl Noted {
            /// All of it.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// As it is stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

noted! {
    /// The name and number of the person visited were looked at. About: the visit.
    PrisonerSeen = "prisoner-seen",
}

/// Notes it in the transaction that does it. `about` is an id, never a name. Call it before
/// [`crate::store::feed::publish`], which is the last of every transaction.
pub async fn note(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    (who, act): (&str, Noted),
    about: impl Into<String>,
) -> Result<(), Error> {
    let (seq, before) = audit::lock_end(tx, site).await?;
    let mut entry = Entry {
        seq: seq + 1,
        at: house.clock.now().timestamp_micros(),
        who: who.to_owned(),
        act: act.as_str().to_owned(),
        about: about.into(),
        mark: Vec::new(),
    };
    entry.mark = house.master.derive("audit", &[&before, &canonical(site, &entry)]).to_vec();
    audit::add(tx, site, &entry).await
}

/// One text for one row: every part with its length, so that none can run into the next.
fn canonical(site: SiteCode, entry: &Entry) -> Vec<u8> {
    let (seq, at) = (entry.seq.to_string(), entry.at.to_string());
    let parts = [site.as_str(), &seq, &at, &entry.who, &entry.act, &entry.about];
    parts.iter().flat_map(|part| format!("{}:{part};", part.len()).into_bytes()).collect()
}
