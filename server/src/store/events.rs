//! Events and the pools of their places.

use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveDateTime};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};
use uuid::Uuid;
use visits_domain::ballot::{Commitment, Share};
use visits_domain::event::{Access, Ages, Born, Both, Facility, Kind, PoolKind, State};
use visits_domain::places::{EventId, Mode, PoolId};
use visits_domain::site::SiteCode;

use super::rows::{self, Values};
use super::visits::{minute_of, time_of};
use super::{Db, Write};
use crate::error::Error;
use crate::events::typed::DAY_AND_TIME;
use crate::events::{Event, Lots, Plan, Pool};

/// Everything of a row but its site, id and version, in the order of [`values`].
const COLUMNS: [&str; 37] = [
    "state",
    "kind",
    "booking",
    "day",
    "start_minute",
    "end_minute",
    "begins",
    "ends",
    "title_en",
    "title_cy",
    "words_en",
    "words_cy",
    "place_en",
    "place_cy",
    "first_en",
    "first_cy",
    "prison_approved",
    "youngest",
    "oldest",
    "born_from",
    "born_until",
    "facilities",
    "access",
    "books_from",
    "books_until",
    "most_children",
    "most_people",
    "wings",
    "wing_staff",
    "providers",
    "volunteers_needed",
    "ballot_share",
    "ballot_closes",
    "ballot_commitment",
    "site",
    "event",
    "version",
];

/// Every pool that is stored has an id of its own.
const NO_POOL: PoolId = PoolId(Uuid::nil());

fn values(site: SiteCode, event: &Event) -> Values {
    let plan = &event.plan;
    let mut values = Values::default();
    values.text(event.state.as_str()).text(plan.kind.as_str()).text(plan.booking.code());
    values.text(plan.day.to_string()).int(minute_of(plan.start)).int(minute_of(plan.end));
    values.int(plan.begins().timestamp_micros()).int(plan.ends().timestamp_micros());
    for text in [&plan.title, &plan.words, &plan.place, &plan.first] {
        values.text(text.en.as_str()).text(text.cy.as_str());
    }
    values.int(i64::from(plan.prison_approved));
    values.maybe_int(plan.ages.map(|ages| ages.youngest));
    values.maybe_int(plan.ages.map(|ages| ages.oldest));
    values.maybe_text(plan.born.map(|born| born.from.to_string()));
    values.maybe_text(plan.born.map(|born| born.until.to_string()));
    values.text(words(plan.facilities.iter().map(|one| one.as_str())));
    values.text(words(plan.access.iter().map(|one| one.as_str())));
    values.text(plan.books_from.format(DAY_AND_TIME).to_string());
    values.text(plan.books_until.format(DAY_AND_TIME).to_string());
    values.int(plan.most_children).int(plan.most_people);
    values.text(plan.wings.join("\n")).text(plan.wing_staff.join("\n"));
    values.text(plan.providers.join("\n")).int(plan.volunteers_needed);
    values.int(plan.ballot.map_or(0, |lots| lots.share.percent()));
    let closes = plan.ballot.map(|lots| lots.closes.format(DAY_AND_TIME).to_string());
    values.text(closes.unwrap_or_default());
    values.text(event.commitment.map(String::from).unwrap_or_default());
    values.text(site.as_str()).text(event.id.to_string()).int(event.version);
    values
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

/// Adds an event with its pools. Every pool has its id.
pub async fn add(tx: &mut Write, site: SiteCode, event: &Event) -> Result<(), Error> {
    let mut sql = format!("INSERT INTO events ({}) VALUES (", COLUMNS.join(", "));
    for n in 1..=COLUMNS.len() {
        let _ = write!(sql, "{}${n}", if n == 1 { "" } else { ", " });
    }
    sql.push(')');
    let values = values(site, event).take();
    sqlx::query_with(AssertSqlSafe(sql), values).execute(tx.conn()).await?;
    put_pools(tx, site, event).await
}

/// Writes an event in the place of what it was. Every pool has its id.
pub async fn set(tx: &mut Write, site: SiteCode, event: &Event) -> Result<(), Error> {
    let mut sql = String::from("UPDATE events SET ");
    for (n, column) in (1..).zip(COLUMNS) {
        let _ = write!(sql, "{}{column} = ${n}", if n == 1 { "" } else { ", " });
    }
    let (of_site, of_event) = (COLUMNS.len() - 2, COLUMNS.len() - 1);
    let _ = write!(sql, " WHERE site = ${of_site} AND event = ${of_event}");
    let values = values(site, event).take();
    sqlx::query_with(AssertSqlSafe(sql), values).execute(tx.conn()).await?;
    forget_pools(tx, site, event).await?;
    put_pools(tx, site, event).await
}

/// Pools that are not planned any more.
async fn forget_pools(tx: &mut Write, site: SiteCode, event: &Event) -> Result<(), Error> {
    for pool in of_event(tx.conn(), site, event.id).await? {
        if event.plan.pools.iter().all(|kept| kept.id != pool.id) {
            sqlx::query("DELETE FROM event_pools WHERE site = $1 AND pool = $2")
                .bind(site.as_str())
                .bind(pool.id.unwrap_or(NO_POOL).to_string())
                .execute(tx.conn())
                .await?;
        }
    }
    Ok(())
}

async fn put_pools(tx: &mut Write, site: SiteCode, event: &Event) -> Result<(), Error> {
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO event_pools (site, event, pool, counts, name_en, name_cy, capacity) VALUES",
            7,
            "ON CONFLICT (site, pool) DO UPDATE SET name_en = excluded.name_en, \
             name_cy = excluded.name_cy, capacity = excluded.capacity",
        ),
        &event.plan.pools,
        |pool, values| {
            values.text(site.as_str()).text(event.id.to_string());
            values.text(pool.id.unwrap_or(NO_POOL).to_string()).text(pool.counts.as_str());
            values.text(pool.name.en.as_str()).text(pool.name.cy.as_str()).int(pool.capacity);
        },
    )
    .await
}

/// Takes a draft away, with its pools.
pub async fn remove(tx: &mut Write, site: SiteCode, event: EventId) -> Result<(), Error> {
    sqlx::query("DELETE FROM events WHERE site = $1 AND event = $2")
        .bind(site.as_str())
        .bind(event.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// One event.
pub async fn find(db: &Db, site: SiteCode, event: EventId) -> Result<Option<Event>, Error> {
    let mut conn = db.pool().acquire().await?;
    one(&mut conn, site, event).await
}

/// One event within a transaction that has locked its site.
pub async fn locked(
    tx: &mut Write,
    site: SiteCode,
    event: EventId,
) -> Result<Option<Event>, Error> {
    one(tx.conn(), site, event).await
}

async fn one(
    conn: &mut AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<Option<Event>, Error> {
    let row = sqlx::query("SELECT * FROM events WHERE site = $1 AND event = $2")
        .bind(site.as_str())
        .bind(event.to_string())
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut event = read(&row)?;
    event.plan.pools = of_event(conn, site, event.id).await?;
    Ok(Some(event))
}

/// The events that begin in a span of time (microseconds: from, and before), the first one first.
pub async fn between(
    db: &Db,
    site: SiteCode,
    (from, before): (i64, i64),
) -> Result<Vec<Event>, Error> {
    let mut conn = db.pool().acquire().await?;
    let rows = sqlx::query(
        "SELECT * FROM events WHERE site = $1 AND begins >= $2 AND begins < $3 \
         ORDER BY begins, event",
    )
    .bind(site.as_str())
    .bind(from)
    .bind(before)
    .fetch_all(&mut *conn)
    .await?;
    let mut events = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let keys: Vec<String> = events.iter().map(|event| event.id.to_string()).collect();
    let pools: Vec<(String, String, String, String, String, i64)> = rows::select_in(
        &mut conn,
        (
            "SELECT event, pool, counts, name_en, name_cy, capacity FROM event_pools \
             WHERE site = $1 AND event IN",
            "",
        ),
        site.as_str(),
        &keys,
    )
    .await?;
    for (of, pool, counts, en, cy, capacity) in pools {
        let of = events.iter_mut().find(|event| event.id.to_string() == of);
        if let Some(event) = of {
            event.plan.pools.push(pool_of((pool, counts, en, cy, capacity))?);
        }
    }
    for event in &mut events {
        event.plan.pools.sort_by_key(order);
    }
    Ok(events)
}

async fn of_event(
    conn: &mut AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<Vec<Pool>, Error> {
    let rows: Vec<(String, String, String, String, i64)> = sqlx::query_as(
        "SELECT pool, counts, name_en, name_cy, capacity FROM event_pools \
         WHERE site = $1 AND event = $2",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .fetch_all(conn)
    .await?;
    let mut pools = rows.into_iter().map(pool_of).collect::<Result<Vec<_>, _>>()?;
    pools.sort_by_key(order);
    Ok(pools)
}

/// People, tables, then buses by their names: the same order whichever database tells.
fn order(pool: &Pool) -> (PoolKind, String, Option<PoolId>) {
    (pool.counts, pool.name.en.clone(), pool.id)
}

fn pool_of(
    (pool, counts, en, cy, capacity): (String, String, String, String, i64),
) -> Result<Pool, Error> {
    Ok(Pool {
        id: Some(pool.parse().map_err(|_| unknown("a pool"))?),
        counts: PoolKind::parse(&counts).ok_or_else(|| unknown("what a pool counts"))?,
        name: Both { en, cy },
        capacity: u16::try_from(capacity).unwrap_or(0),
    })
}

fn read(row: &AnyRow) -> Result<Event, Error> {
    let text = |name: &str| row.try_get::<String, _>(name);
    let both = |stem: &str| -> Result<Both, sqlx::Error> {
        Ok(Both { en: text(&format!("{stem}_en"))?, cy: text(&format!("{stem}_cy"))? })
    };
    let few = |name: &str| row.try_get::<i64, _>(name).map(small);
    let maybe = |name: &str| row.try_get::<Option<i64>, _>(name).map(|n| n.map(small));
    let plan = Plan {
        kind: Kind::parse(&text("kind")?).ok_or_else(|| unknown("a kind of event"))?,
        booking: Mode::of_code(&text("booking")?).ok_or_else(|| unknown("a way of booking"))?,
        title: both("title")?,
        words: both("words")?,
        place: both("place")?,
        day: day(&text("day")?)?,
        start: time_of(row.try_get("start_minute")?).unwrap_or_default(),
        end: time_of(row.try_get("end_minute")?).unwrap_or_default(),
        prison_approved: row.try_get::<i64, _>("prison_approved")? == 1,
        ages: maybe("youngest")?
            .zip(maybe("oldest")?)
            .and_then(|(youngest, oldest)| Ages::between(youngest, oldest)),
        born: born(row)?,
        first: both("first")?,
        facilities: text("facilities")?.split(' ').filter_map(Facility::parse).collect(),
        access: text("access")?.split(' ').filter_map(Access::parse).collect(),
        books_from: moment(&text("books_from")?)?,
        books_until: moment(&text("books_until")?)?,
        most_children: few("most_children")?,
        most_people: few("most_people")?,
        pools: Vec::new(),
        wings: lines(&text("wings")?),
        wing_staff: lines(&text("wing_staff")?),
        providers: lines(&text("providers")?),
        volunteers_needed: few("volunteers_needed")?,
        ballot: lots(few("ballot_share")?, &text("ballot_closes")?)?,
    };
    Ok(Event {
        id: text("event")?.parse().map_err(|_| unknown("an event"))?,
        version: row.try_get("version")?,
        state: State::parse(&text("state")?).ok_or_else(|| unknown("a state"))?,
        commitment: Commitment::try_from(text("ballot_commitment")?).ok(),
        plan,
    })
}

fn lots(share: u8, closes: &str) -> Result<Option<Lots>, Error> {
    let share = Share::new(share);
    share.map(|share| Ok(Lots { share, closes: moment(closes)? })).transpose()
}

fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or(0)
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn born(row: &AnyRow) -> Result<Option<Born>, Error> {
    let from: Option<String> = row.try_get("born_from")?;
    let until: Option<String> = row.try_get("born_until")?;
    let (Some(from), Some(until)) = (from, until) else { return Ok(None) };
    Ok(Some(Born { from: day(&from)?, until: day(&until)? }))
}

fn day(text: &str) -> Result<NaiveDate, Error> {
    text.parse().map_err(|_| unknown("a day"))
}

fn moment(text: &str) -> Result<NaiveDateTime, Error> {
    NaiveDateTime::parse_from_str(text, DAY_AND_TIME).map_err(|_| unknown("a time"))
}

fn unknown(what: &str) -> Error {
    sqlx::Error::Decode(format!("{what} that this version does not know").into()).into()
}

// --- The calendar's address ------------------------------------------------------------------

/// How often the address of a site's calendar was changed.
pub async fn calendar_turn(db: &Db, site: SiteCode) -> Result<i64, Error> {
    let row: Option<(i64,)> = sqlx::query_as("SELECT turn FROM event_calendars WHERE site = $1")
        .bind(site.as_str())
        .fetch_optional(db.pool())
        .await?;
    Ok(row.map_or(0, |row| row.0))
}

/// Changes it.
pub async fn move_calendar(tx: &mut Write, site: SiteCode) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO event_calendars (site, turn) VALUES ($1, 1) \
         ON CONFLICT (site) DO UPDATE SET turn = event_calendars.turn + 1",
    )
    .bind(site.as_str())
    .execute(tx.conn())
    .await?;
    Ok(())
}
