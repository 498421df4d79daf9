//! *Ask a person*: on every page until somebody takes it or it has run out.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;
use uuid::Uuid;
use visits_domain::arrival::Language;
use visits_domain::wire::{News, Whom};

use super::place::{self, Place};
use super::{NoPage, Visitor, back};
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::clock::{local, moment};
use crate::error::Error;
use crate::house::House;
use crate::store::{asks, feed};
use crate::{waiting, words};

/// The addresses of these acts.
pub fn places() -> Vec<Place> {
    vec![place::post("/asks/{ask}/take", Act::AnswerAsks, take)]
}

/// An open ask, ready to show.
pub struct Alert {
    /// For its address.
    pub id: String,
    /// Kiosk, number, seat, language, since when.
    pub details: String,
    /// Until it withdraws by itself. Seconds.
    pub expires_in: i64,
}

/// The open asks of a person's site.
pub async fn open(house: &House, visitor: &Visitor) -> Result<Vec<Alert>, Error> {
    let now = house.clock.now();
    let open = asks::open(&house.db, visitor.user.site, now).await?;
    Ok(open.into_iter().map(|ask| alert(ask, visitor, now.timestamp_micros())).collect())
}

fn alert(ask: asks::Open, visitor: &Visitor, now: i64) -> Alert {
    let words = visitor.words();
    let since = words.time(local(moment(ask.asked)).time());
    let language = Language::ALL.into_iter().find(|l| l.code() == ask.language);
    let details = [
        Some(words::fill(words.ask_kiosk, &[("letter", &ask.letter)])),
        ask.number.map(|number| words::fill(words.ask_number, &[("number", &number)])),
        ask.seat,
        Some(language.map_or(ask.language, |language| language.own_name().to_owned())),
        Some(words::fill(words.ask_since, &[("time", &since)])),
    ];
    Alert {
        id: ask.id,
        details: details.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        expires_in: (ask.expires - now) / 1_000_000 + 1,
    }
}

/// Where the form was.
#[derive(Deserialize)]
pub struct Take {
    back: Option<String>,
}

/// `POST /asks/{ask}/take`: the first who takes it has it; the kiosk is told.
pub async fn take(
    State(house): State<House>,
    Path(ask): Path<Uuid>,
    visitor: Visitor,
    Form(form): Form<Take>,
) -> Result<Redirect, NoPage> {
    let (site, now) = (visitor.user.site, house.clock.now());
    let mut tx = house.db.write().await?;
    if asks::take(&mut tx, site, &ask.to_string(), &visitor.user.name, now).await? {
        let by = (visitor.user.name.as_str(), Noted::AskTaken);
        audit::note(&house, &mut tx, site, by, ask.to_string()).await?;
        let notice = feed::Notice::from(News::AskTaken { ask }).until(local(now).date());
        let mut notices = vec![notice];
        if asks::whom(&mut tx, site, &ask.to_string()).await? == Some(Whom::Volunteer) {
            // They wait for no volunteer any more.
            notices.push(waiting::notice(&mut tx, site, now).await?);
        }
        let counters = feed::publish(&mut tx, site, notices, true).await?;
        tx.commit().await?;
        house.announce(site, counters);
    }
    Ok(back(form.back.as_deref()))
}
