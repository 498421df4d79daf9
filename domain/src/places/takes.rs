//! How many places of which pools a booking takes: all of them, or none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PoolId;

/// Places by pool. Never empty, never of none, never more than anybody may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Vec<(PoolId, u32)>", into = "Vec<(PoolId, u32)>")]
pub struct Takes(BTreeMap<PoolId, u32>);

/// The places are not something that can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTakes {
    /// No pool, or no place of one.
    #[error("takes no place")]
    Nothing,
    /// One pool twice.
    #[error("names a pool twice")]
    Twice,
    /// More than a booking can ever be for.
    #[error("takes more places than one booking can have")]
    TooMany,
}

impl Takes {
    /// More than any party of any site.
    pub const AT_MOST: u32 = 99;
    /// More pools than any event has.
    pub const POOLS_AT_MOST: usize = 8;

    /// Reads what was sent.
    pub fn new(takes: impl IntoIterator<Item = (PoolId, u32)>) -> Result<Self, NotTakes> {
        let mut read = BTreeMap::new();
        for (pool, units) in takes {
            if units == 0 {
                return Err(NotTakes::Nothing);
            }
            if units > Self::AT_MOST || read.len() == Self::POOLS_AT_MOST {
                return Err(NotTakes::TooMany);
            }
            if read.insert(pool, units).is_some() {
                return Err(NotTakes::Twice);
            }
        }
        if read.is_empty() { Err(NotTakes::Nothing) } else { Ok(Self(read)) }
    }

    /// Each pool with its places.
    pub fn iter(&self) -> impl Iterator<Item = (PoolId, u32)> {
        self.0.iter().map(|(pool, units)| (*pool, *units))
    }

    /// The places of one pool; 0 when it is not among them.
    pub fn of(&self, pool: PoolId) -> u32 {
        self.0.get(&pool).copied().unwrap_or(0)
    }
}

impl TryFrom<Vec<(PoolId, u32)>> for Takes {
    type Error = NotTakes;
    fn try_from(takes: Vec<(PoolId, u32)>) -> Result<Self, NotTakes> {
        Self::new(takes)
    }
}

impl From<Takes> for Vec<(PoolId, u32)> {
    fn from(takes: Takes) -> Self {
        takes.0.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn pool(n: u128) -> PoolId {
        PoolId(Uuid::from_u128(n))
    }

    #[test]
    fn what_cannot_be_taken_is_not_read() {
        assert_eq!(Takes::new([]), Err(NotTakes::Nothing));
        assert_eq!(Takes::new([(pool(1), 0)]), Err(NotTakes::Nothing));
        assert_eq!(Takes::new([(pool(1), 100)]), Err(NotTakes::TooMany));
        assert_eq!(Takes::new((1..=9).map(|n| (pool(n), 1))), Err(NotTakes::TooMany));
        assert_eq!(Takes::new([(pool(1), 1), (pool(1), 2)]), Err(NotTakes::Twice));
        assert!(serde_json::from_str::<Takes>("[]").is_err());
    }

    #[test]
    fn what_is_sent_is_what_is_read() {
        let takes = Takes::new([(pool(2), 1), (pool(1), 4)]).expect("takes");
        let json = serde_json::to_string(&takes).expect("JSON");
        assert_eq!(serde_json::from_str::<Takes>(&json).ok(), Some(takes.clone()));
        assert_eq!((takes.of(pool(1)), takes.of(pool(3))), (4, 0));
    }
}
