//! A family's own request goes to another prison on the same server, because the family wants it:
//! somebody inside was moved. Staff's notes stay behind.

use visits_domain::help::RequestId;
use visits_domain::site::SiteCode;

use super::State;
use super::referrals::seal;
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::error::Error;
use crate::house::House;
use crate::privacy::shared::{self, Ground, Recipient, Shared, What};
use crate::random;
use crate::store::people::User;
use crate::store::requests::{self as rows, New};
use crate::store::{feed, roles, sites};

/// Why it stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// There is no such request, or what was typed is gone, or it is over.
    Nobodys,
    /// Whoever asks does not answer requests there.
    NotYours,
    /// It is on hold.
    Held,
}

/// Moves what the family typed to another site, under the same receipt. Here it is closed and
/// emptied.
pub async fn to_site(
    house: &House,
    user: &User,
    request: RequestId,
    to: SiteCode,
) -> Result<Result<(), Stays>, Error> {
    let held = roles::of(&house.db, &user.person).await?;
    let may = |one: &roles::Held| one.site == to && one.role.may(Act::AnswerRequests);
    if to == user.site || !held.iter().any(may) {
        return Ok(Err(Stays::NotYours));
    }
    let (site, id, now) = (user.site, request.to_string(), house.clock.now());
    let mut tx = house.db.write().await?;
    // In one order whoever moves in which direction.
    let first = sites::lock(&mut tx, site.min(to)).await?;
    let second = sites::lock(&mut tx, site.max(to)).await?;
    let (here, there) = if first.code == site { (first, second) } else { (second, first) };
    let Some(found) = rows::find(tx.conn(), site, &id).await? else {
        return Ok(Err(Stays::Nobodys));
    };
    if found.held.is_some() {
        return Ok(Err(Stays::Held));
    }
    let opened = super::open(house, tx.conn(), site, &found).await?;
    let over = State::parse(&found.state).is_none_or(State::is_over);
    let Some(contact) = opened.contact.filter(|_| !over) else { return Ok(Err(Stays::Nobodys)) };
    let moved = RequestId(random::opaque_id());
    let new = New {
        request: moved,
        came: ("site", &here.name),
        receipt: &found.receipt,
        service: None,
        need: found.need.as_deref(),
        stage: found.stage.as_deref(),
        language: &found.language,
        asked: crate::clock::moment(found.asked),
        sealed: &seal(&contact, &there.keys, moved)?,
    };
    rows::add(&mut tx, to, &new, now).await?;
    rows::handed(&mut tx, site, (&id, &there.name), now).await?;
    rows::stands(&mut tx, site, (&id, State::Closed.as_str()), (&user.shown_name, now)).await?;
    rows::empty(&mut tx, site, &id).await?;
    let given = Shared {
        recipient: Recipient::named(&there.name).unwrap_or(Recipient::Prison),
        what: What::Referral,
        ground: Ground::Consent,
        subject: None,
        day: None,
        people: 1,
    };
    shared::note(house, &mut tx, site, &user.name, &given).await?;
    audit::note(house, &mut tx, site, (&user.name, Noted::RequestMoved), id).await?;
    audit::note(house, &mut tx, to, (&user.name, Noted::RequestMoved), moved.to_string()).await?;
    let mut told = Vec::new();
    for one in [site.min(to), site.max(to)] {
        told.push((one, feed::publish(&mut tx, one, Vec::new(), true).await?));
    }
    tx.commit().await?;
    for (one, counters) in told {
        house.announce(one, counters);
    }
    house.db.settle().await;
    Ok(Ok(()))
}
