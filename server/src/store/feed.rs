//! What kiosks read: the newest state of each thing, numbered by the site's counter.
//!
//! The counter is taken as the last but one statement of a change's transaction and under the
//! site's row lock, so numbers become visible in their order: a reader can never skip one.

use std::collections::HashMap;

use chrono::NaiveDate;
use visits_domain::encoding;
use visits_domain::site::SiteCode;
use visits_domain::wire::{DeviceRole, Keyholder, KeyholderCode, News};

use super::hear::CHANNEL;
use super::rows;
use super::{Db, Write};
use crate::error::Error;
use crate::hub::Counters;

/// A change to be told, with the day after which nobody needs it.
pub struct Notice {
    entity: String,
    day: Option<NaiveDate>,
    news: News,
}

impl From<News> for Notice {
    fn from(news: News) -> Self {
        let (entity, day) = match &news {
            News::Card(card) => (card_entity(&card.lookup.0), Some(card.date)),
            News::CardGone { date, lookup } => (card_entity(&lookup.0), Some(*date)),
            News::Arrived { visit, date, .. } | News::ArrivalUndone { visit, date } => {
                (format!("arrived:{visit}"), Some(*date))
            }
            News::Board(_) => ("board".to_owned(), None),
            News::AskTaken { ask } => (format!("ask:{ask}"), None),
            News::Keys(_) => ("keys".to_owned(), None),
            News::ListAsOf { .. } => ("list".to_owned(), None),
            News::Keyholder(Keyholder { code, .. }) | News::KeyholderGone { code } => {
                (format!("keyholder:{}", code.0), None)
            }
            News::Waiting(_) => ("waiting".to_owned(), None),
            News::Event(event) => (event_entity(event.event), Some(event.date)),
            // Those who have it keep it until they hear this.
            News::EventGone { event } => (event_entity(*event), None),
            News::BookingCard(card) => (booking_card_entity(&card.lookup), Some(card.until)),
            News::BookingCardGone { lookup } => (booking_card_entity(lookup), None),
            News::Service(service) => (service_entity(service.service), None),
            // Those who have it keep it until they hear this.
            News::ServiceGone { service } => (service_entity(*service), None),
            News::TalkTaken { talk } => (format!("talk:{talk}"), None),
            News::Unknown => ("unknown".to_owned(), None),
            News::Places { .. } => ("places".to_owned(), None),
            News::Granted(granted) => (format!("granted:{}:{}", granted.kiosk, granted.pool), None),
            News::EpochVoid { epoch } => (format!("void:{epoch}"), None),
        };
        Self { entity, day, news }
    }
}

impl Notice {
    /// Whether it says that a party came, or did not after all.
    pub fn is_of_an_arrival(&self) -> bool {
        matches!(self.news, News::Arrived { .. } | News::ArrivalUndone { .. })
    }

    /// The same, forgotten after a day.
    pub fn until(self, day: NaiveDate) -> Self {
        Self { day: Some(day), ..self }
    }
}

fn event_entity(event: visits_domain::places::EventId) -> String {
    format!("event:{event}")
}

fn service_entity(service: visits_domain::help::ServiceId) -> String {
    format!("service:{service}")
}

fn booking_card_entity(lookup: &visits_domain::encoding::Bytes) -> String {
    format!("booking-{}", card_entity(&lookup.0))
}

fn card_entity(lookup: &[u8]) -> String {
    format!("card:{}", encoding::to_text(lookup))
}

/// Raises the counters. On PostgreSQL the same statement tells the other processes, who hear it
/// with the commit.
fn raise(tx: &Write, update: &'static str) -> sqlx::AssertSqlSafe<String> {
    let tell = format!(
        " RETURNING seq, board, (SELECT COUNT(*) FROM pg_notify({CHANNEL}, \
         site || ' ' || seq || ' ' || board))"
    );
    let returning = if tx.tells_others() { &tell } else { " RETURNING seq, board" };
    sqlx::AssertSqlSafe(format!("{update}{returning}"))
}

/// Publishes changes. Call it last: nothing but the commit may follow.
pub async fn publish(
    tx: &mut Write,
    site: SiteCode,
    notices: Vec<Notice>,
    staff_see_it: bool,
) -> Result<Counters, Error> {
    let notices = newest_of_each(notices);
    let count = i64::try_from(notices.len()).unwrap_or(i64::MAX);
    let (seq, board): (i64, i64) = sqlx::query_as(raise(
        tx,
        "UPDATE site_seq SET seq = seq + $2, board = board + $3 WHERE site = $1",
    ))
    .bind(site.as_str())
    .bind(count)
    .bind(i64::from(staff_see_it))
    .fetch_one(tx.conn())
    .await?;
    let mut rows = Vec::with_capacity(notices.len());
    for (notice, seq) in notices.into_iter().zip(seq - count + 1..) {
        rows.push((notice.entity, seq, notice.day, serde_json::to_string(&notice.news)?));
    }
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO feed (site, entity, seq, day, body) VALUES",
            5,
            "ON CONFLICT (site, entity) DO UPDATE \
             SET seq = excluded.seq, day = excluded.day, body = excluded.body",
        ),
        &rows,
        |(entity, seq, day, body), values| {
            values.text(site.as_str()).text(entity.as_str()).int(*seq);
            values.maybe_text(day.map(|day| day.to_string())).text(body.as_str());
        },
    )
    .await?;
    Ok(counters(seq, board))
}

/// Wakes every held request of a site without news: each caller is looked at again.
pub async fn wake(tx: &mut Write, site: SiteCode) -> Result<Counters, Error> {
    let (seq, board): (i64, i64) = sqlx::query_as(raise(
        tx,
        "UPDATE site_seq SET seq = seq + 1, board = board + 1 WHERE site = $1",
    ))
    .bind(site.as_str())
    .fetch_one(tx.conn())
    .await?;
    Ok(counters(seq, board))
}

/// One statement may not touch a row twice, and only the newest state counts.
fn newest_of_each(notices: Vec<Notice>) -> Vec<Notice> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<Notice> = Vec::with_capacity(notices.len());
    for notice in notices {
        if let Some(place) = places.get(&notice.entity) {
            kept[*place] = notice;
        } else {
            places.insert(notice.entity.clone(), kept.len());
            kept.push(notice);
        }
    }
    kept
}

fn counters(seq: i64, board: i64) -> Counters {
    Counters { feed: seq.unsigned_abs(), board: board.unsigned_abs() }
}

/// The counters of all sites.
pub async fn all_counters(db: &Db) -> Result<Vec<(SiteCode, Counters)>, Error> {
    let rows: Vec<(String, i64, i64)> =
        sqlx::query_as("SELECT site, seq, board FROM site_seq").fetch_all(db.pool()).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(site, seq, board)| Some((site.parse().ok()?, counters(seq, board))))
        .collect())
}

/// Changes after a cursor.
pub struct Page {
    /// In order: number and [`News`] as JSON.
    pub changes: Vec<(i64, String)>,
    /// What to ask for next.
    pub cursor: u64,
    /// There is more at once.
    pub more: bool,
    /// The cursor was of no worth: this is the beginning.
    pub from_the_start: bool,
}

/// What a call board is told: who is called, how old that is, and the keys. No card, no arrival,
/// no keyholder: it hangs on a wall, and what is not on it cannot be taken from it.
const ON_THE_WALL: &str = " AND entity IN ('board', 'list', 'keys')";

/// Reads at most `limit` changes after `cursor` that concern a device of this role. A cursor
/// beyond the counter was given by a server that has been restored from a copy since: everything
/// is read again.
pub async fn after(
    db: &Db,
    site: SiteCode,
    cursor: u64,
    limit: usize,
    role: DeviceRole,
) -> Result<Page, Error> {
    let concerned = match role {
        DeviceRole::Kiosk => "",
        DeviceRole::CallBoard => ON_THE_WALL,
    };
    let (seq,): (i64,) = sqlx::query_as("SELECT seq FROM site_seq WHERE site = $1")
        .bind(site.as_str())
        .fetch_one(db.pool())
        .await?;
    let known = i64::try_from(cursor).ok().filter(|cursor| *cursor <= seq);
    let (cursor, from_the_start) = (known.unwrap_or(0), known.is_none());
    let mut changes: Vec<(i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT seq, body FROM feed WHERE site = $1 AND seq > $2{concerned} ORDER BY seq LIMIT $3"
    )))
    .bind(site.as_str())
    .bind(cursor)
    .bind(i64::try_from(limit + 1).unwrap_or(i64::MAX))
    .fetch_all(db.pool())
    .await?;
    let more = changes.len() > limit;
    changes.truncate(limit);
    let last = changes.last().map_or(0, |change| change.0);
    let cursor = if more { last } else { last.max(seq) };
    Ok(Page { changes, cursor: cursor.unsigned_abs(), more, from_the_start })
}

/// The cards that kiosks hold for a day or later, by look-up key: the sealed bytes.
pub async fn cards_from(
    db: &Db,
    site: SiteCode,
    first_day: NaiveDate,
) -> Result<Vec<visits_domain::sealing::SealedCard>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT body FROM feed WHERE site = $1 AND day >= $2 AND entity LIKE 'card:%'",
    )
    .bind(site.as_str())
    .bind(first_day.to_string())
    .fetch_all(db.pool())
    .await?;
    let mut cards = Vec::with_capacity(rows.len());
    for (body,) in rows {
        if let News::Card(card) = serde_json::from_str(&body)? {
            cards.push(card);
        }
    }
    Ok(cards)
}

/// Who may open a mode on kiosks with this code, as kiosks were told last.
pub async fn keyholder(
    db: &Db,
    site: SiteCode,
    code: &KeyholderCode,
) -> Result<Option<Keyholder>, Error> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT body FROM feed WHERE site = $1 AND entity = $2")
            .bind(site.as_str())
            .bind(format!("keyholder:{}", code.0))
            .fetch_optional(db.pool())
            .await?;
    Ok(match row.map(|(body,)| serde_json::from_str(&body)).transpose()? {
        Some(News::Keyholder(keyholder)) => Some(keyholder),
        _ => None,
    })
}

/// Forgets what was for days that are past.
pub async fn forget_before(tx: &mut Write, site: SiteCode, day: NaiveDate) -> Result<(), Error> {
    sqlx::query("DELETE FROM feed WHERE site = $1 AND day < $2")
        .bind(site.as_str())
        .bind(day.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}
