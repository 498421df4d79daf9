//! Notes for the safeguarding leads. Whoever works with families writes them; a lead reads them,
//! and each reading is noted.
//!
//! A note is locked with a key of its own, derived from the master key for one site: no other part
//! of the server opens it, and no role does. Whoever has the database and the master key together
//! can, as with everything here.

use visits_domain::site::SiteCode;

use crate::audit::{self, Noted};
use crate::error::Error;
use crate::house::House;
use crate::keys::MasterKey;
use crate::random;
use crate::store::people::User;
use crate::store::safeguarding::{self as rows, Note};
use crate::store::sites;

/// Of a note. Characters.
pub const LONGEST: usize = 4000;

fn key(house: &House, site: SiteCode) -> MasterKey {
    MasterKey::new(&house.master.derive("safeguarding", &[site.as_str().as_bytes()]))
}

/// Writes a note. `about` is the id of a talk or a request.
pub async fn write(
    house: &House,
    user: &User,
    (text, about): (&str, Option<String>),
) -> Result<(), Error> {
    let (site, id) = (user.site, random::opaque_id().to_string());
    let note = Note {
        at: house.clock.now().timestamp_micros(),
        who: user.shown_name.clone(),
        about,
        text: key(house, site).lock_bytes(&id, text.as_bytes()),
        read_at: None,
        read_by: None,
        note: id,
    };
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    rows::add(&mut tx, site, &note).await?;
    audit::note(house, &mut tx, site, (&user.name, Noted::SafeguardingWritten), note.note).await?;
    house.commit_and_tell(tx, site).await
}

/// A note that a lead has opened.
pub struct Opened {
    /// As it is stored.
    pub note: Note,
    /// What it says.
    pub text: String,
}

/// Opens a note for a lead. None: there is no such note, or whoever asks is no lead.
pub async fn read(house: &House, user: &User, note: &str) -> Result<Option<Opened>, Error> {
    let (site, now) = (user.site, house.clock.now());
    if !rows::is_lead(&house.db, site, &user.person).await? {
        return Ok(None);
    }
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let Some(found) = rows::find(&mut tx, site, note).await? else { return Ok(None) };
    let plain = key(house, site).unlock_bytes(&found.note, &found.text)?;
    rows::read(&mut tx, site, note, (&user.shown_name, now)).await?;
    audit::note(house, &mut tx, site, (&user.name, Noted::SafeguardingRead), note).await?;
    house.commit_and_tell(tx, site).await?;
    let text = String::from_utf8_lossy(&plain).into_owned();
    Ok(Some(Opened { note: found, text }))
}
