//! Which service a row of a feed is, for good.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use visits_domain::help::ServiceId;

/// The UUID of an id that nobody else gives; not the empty or the full one.
fn unique(id: &str) -> Option<Uuid> {
    Uuid::try_parse(id.trim()).ok().filter(|uuid| !uuid.is_nil() && !uuid.is_max())
}

/// Whether an id stands for the same service whichever feed has it.
pub fn is_unique(id: &str) -> bool {
    unique(id).is_some()
}

/// The id of a service. Where the feed has a UUID it is that; else a UUIDv8 from SHA-256 over feed
/// and id, the same each time. (The site is in every key, so it need not be in the id.)
pub fn service_id(feed: &str, id: &str) -> ServiceId {
    ServiceId(unique(id).unwrap_or_else(|| derived("service", &[feed, id])))
}

/// A UUIDv8 that is the same for the same parts, and for no others.
pub fn derived(what: &str, parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in std::iter::once(&what).chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_any_shape_becomes_one_that_stays() {
        let uuid = "AC148810-D857-441C-9679-408F346DE14B";
        assert_eq!(service_id("a", uuid), service_id("b", &uuid.to_lowercase()));
        assert_eq!(service_id("a", "17"), service_id("a", "17"));
        assert_ne!(service_id("a", "17"), service_id("b", "17"));
        assert_ne!(service_id("a", "17"), service_id("a1", "7"));
        assert_eq!(service_id("a", "17").0.get_version_num(), 8);
        let nil = Uuid::nil().to_string();
        assert_ne!(service_id("a", &nil).0, Uuid::nil());
    }
}
