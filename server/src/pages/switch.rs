//! From one site to another, for people who work at several.

use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

use super::place::{self, Place};
use super::{NoPage, Visitor};
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::auth::staff::{self, Session};
use crate::error::Error;
use crate::house::House;
use crate::store::people::{self, User};
use crate::store::roles::{self, Held};

/// The address of this act.
pub fn places() -> Vec<Place> {
    vec![place::post("/switch-site", Act::OwnAccount, switch)]
}

/// The sites that somebody may change over to.
pub async fn others(house: &House, user: &User) -> Result<Vec<Held>, Error> {
    let mut held = roles::of(&house.db, &user.person).await?;
    held.retain(|held| held.site != user.site);
    Ok(held)
}

/// Where to.
#[derive(Deserialize)]
pub struct To {
    site: String,
}

/// `POST /switch-site`: the session goes on at another site, with the role held there.
pub async fn switch(
    State(house): State<House>,
    mut session: Session,
    visitor: Visitor,
    Form(to): Form<To>,
) -> Result<Redirect, NoPage> {
    let user = visitor.user;
    let site = to.site.parse().map_err(|_| NoPage::NotFound)?;
    let there = staff::at(&house, &user.person, site, user.signed_in).await?;
    let there = there.ok_or(NoPage::NotFound)?;
    let mut tx = house.db.write().await?;
    people::set_last_site(&mut tx, &there.person, site).await?;
    let by = (there.name.as_str(), Noted::SiteChosen);
    audit::note(&house, &mut tx, site, by, there.person.as_str()).await?;
    tx.commit().await?;
    session.login(&there).await.map_err(|_| Error::Session)?;
    Ok(Redirect::to("/"))
}
