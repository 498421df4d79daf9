//! What families typed so that somebody may contact them, opened with the site's reading key.

use uuid::Uuid;
use visits_domain::encoding::Bytes;
use visits_domain::help::Contact;
use visits_domain::site::SiteCode;
use visits_domain::writing::ReadingKey;

use crate::error::Error;
use crate::house::House;
use crate::store::sites;

/// Opens what was sealed for a site.
pub struct Contacts(ReadingKey);

impl Contacts {
    /// With the site's reading key.
    pub async fn of(house: &House, site: SiteCode) -> Result<Self, Error> {
        let locked = sites::reading_key(&house.db, site).await?;
        Ok(Self(house.master.unlock(site, &locked)?))
    }

    /// What was typed for one request or one talk. None: it cannot be read.
    pub fn open(&self, id: Uuid, sealed: &Bytes) -> Option<Contact> {
        Contact::open(&self.0, id, sealed).ok()
    }
}
