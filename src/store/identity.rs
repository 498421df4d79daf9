//! Who this kiosk is, once it was enrolled.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use visits_domain::encoding::Bytes;
use visits_domain::site::{KioskLetter, SiteCode};
use visits_domain::wire::{DeviceRole, Enrolled, SiteKeys};

use super::{Store, StoreError, forget_what_was_told, get_json, outbox, put_json};

/// Who this kiosk is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Its id at the server.
    pub kiosk: Uuid,
    /// Its site.
    pub site: SiteCode,
    /// The letter of its numbers.
    pub letter: KioskLetter,
    /// What it shows with every call.
    pub token: Bytes,
    /// The authority's certificate (PEM) that alone is trusted; none over loopback HTTP.
    pub authority: Option<String>,
}

impl Store {
    /// None before enrolment, and after the server withdrew this device.
    pub fn identity(&self) -> Result<Option<Identity>, StoreError> {
        get_json(&self.db, "identity")
    }

    /// Says what this device is for, and holds it to that: a call board that was given a kiosk's
    /// folder by mistake would read on from the kiosk's place, and the kiosk miss its cards.
    pub fn serve_as(&mut self, role: DeviceRole) -> Result<(), StoreError> {
        let written: Option<DeviceRole> = get_json(&self.db, "role")?;
        // A disk from before there were call boards is a kiosk's.
        let is_of_old = written.is_none() && self.identity()?.is_some();
        let known = if is_of_old { Some(DeviceRole::Kiosk) } else { written };
        match known {
            Some(other) if other != role => Err(StoreError::OtherRole),
            Some(_) => Ok(()),
            None => put_json(&self.db, "role", &role),
        }
    }

    /// The site's keys.
    pub fn keys(&self) -> Result<Option<SiteKeys>, StoreError> {
        get_json(&self.db, "keys")
    }

    /// Begins a life at a site. What happened here for the same site stays, and is sent under the
    /// new identity; whatever belongs to another site goes first.
    pub fn enrol(&mut self, enrolled: Enrolled) -> Result<(), StoreError> {
        let role: Option<DeviceRole> = get_json(&self.db, "role")?;
        let same_site = self.identity()?.is_some_and(|before| before.site == enrolled.site);
        if !same_site {
            self.wipe()?;
        }
        let (_, generation) = self.standing()?;
        let db = self.db.transaction()?;
        if let Some(role) = role {
            put_json(&db, "role", &role)?; // wiped or not, the device is what it was
        }
        forget_what_was_told(&db)?;
        // What another life of the server acknowledged, this one may not have.
        outbox::begin_anew(&db, generation != Some(enrolled.generation))?;
        put_json(&db, "keys", &enrolled.keys)?;
        let identity = Identity {
            kiosk: enrolled.kiosk,
            site: enrolled.site,
            letter: enrolled.letter,
            token: enrolled.token,
            authority: enrolled.authority,
        };
        put_json(&db, "identity", &identity)?;
        db.commit()?;
        self.vocabulary.take();
        Ok(())
    }

    /// A key of this disk alone, for hashes that must mean nothing elsewhere. Made on first use
    /// from the given 32 random bytes.
    pub fn local_key(&mut self, random: [u8; 32]) -> Result<Bytes, StoreError> {
        if let Some(key) = get_json(&self.db, "local-key")? {
            return Ok(key);
        }
        let key = Bytes(random.to_vec());
        put_json(&self.db, "local-key", &key)?;
        Ok(key)
    }
}
