//! A ballot is drawn: the places that were kept back for it are there, and the ledger follows the
//! draw, in one transaction.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use visits_domain::ballot::{Draw, Drawn, Entry, Seed, Weights};
use visits_domain::places::EventId;
use visits_domain::site::SiteCode;

use super::{Open, Which};
use crate::error::Error;
use crate::store::feed::Notice;
use crate::store::{Write, ballots};

/// What is drawn from, but for the places.
pub struct Lot {
    /// What the numbers come from.
    pub seed: Seed,
    /// What the site has set.
    pub weights: Weights,
    /// Who is in it.
    pub entries: Vec<Entry>,
}

/// Draws, and settles the ledger. The site must be locked. None: nothing is given at present.
pub async fn draw(
    tx: &mut Write,
    site: SiteCode,
    (event, lot): (EventId, Lot),
    now: DateTime<Utc>,
) -> Result<Option<(Draw, Drawn, Vec<Notice>)>, Error> {
    let kept: BTreeMap<_, _> = ballots::kept(tx.conn(), site, event).await?;
    let mut open = Open::new(tx, site, Which::one(event), now).await?;
    let gives = open.books.fleet.gives();
    let Some(ledger) = open.books.ledgers.get_mut(&event).filter(|_| gives) else {
        return Ok(None);
    };
    let Lot { seed, weights, entries } = lot;
    let draw = Draw { seed, places: ledger.to_draw(&kept), weights, entries };
    // Bookings have keys of their own: none is in the list twice.
    let Ok(drawn) = draw.drawn() else { return Ok(None) };
    ledger.draw(&kept, (&drawn.places, &drawn.waiting));
    ballots::let_go(open.tx, site, event).await?;
    let details = open.details();
    let notices = open.close(&details).await?;
    Ok(Some((draw, drawn, notices)))
}
