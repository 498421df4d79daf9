//! What staff do with services. Each act is one transaction: the service, its history, the audit,
//! and what kiosks hear.

use chrono::NaiveDate;
use serde_json::Value;
use visits_domain::help::ServiceId;
use visits_domain::site::SiteCode;
use visits_domain::wire::News;

use super::entry::{Change, Entry, Fields, decide};
use super::publish::{Missing, Publishable};
use super::{Kept, Noted, State};
use crate::audit;
use crate::error::Error;
use crate::house::House;
use crate::random;
use crate::store::feed::Notice;
use crate::store::{Write, feed, service_feeds, services, sites};

/// Who does it, and where.
#[derive(Clone, Copy, Debug)]
pub struct Editor<'a> {
    /// The prison.
    pub site: SiteCode,
    /// Their account.
    pub who: &'a str,
}

/// What becomes of a service.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Its fields are these.
    Edit(Box<Entry>),
    /// Families see it.
    Publish,
    /// Families see it no more.
    Withdraw,
    /// Somebody has rung: all of it is so, today.
    Checked(NaiveDate),
    /// A field becomes what the feed says.
    TakeTheFeed(String),
    /// A field stays, whatever the feed says of it now.
    KeepOurs(String),
    /// It is there, though its feed has it no more.
    StillThere,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done,
    /// There is no such service.
    Unknown,
    /// Somebody has changed it since the page was shown.
    Changed,
    /// Families may not see it as it would be.
    Missing(Vec<Missing>),
}

/// Decides. Pure.
pub fn judge(before: &Kept, deed: Deed, who: &str) -> Result<Kept, Vec<Missing>> {
    let mut after = before.clone();
    match deed {
        Deed::Edit(entry) => edit(&mut after, *entry),
        Deed::Publish => after.state = State::Published,
        Deed::Withdraw => (after.state, after.dropped) = (State::Withdrawn, None),
        Deed::Checked(day) => {
            let entry =
                Entry { assured: Some(day), assurer: who.to_owned(), ..after.entry.clone() };
            edit(&mut after, entry);
        }
        Deed::TakeTheFeed(field) => {
            let theirs = after.otherwise().into_iter().find(|change| change.field == field);
            if let Some(change) = theirs {
                let value = Fields::from_iter([(field.clone(), change.is)]);
                after.entry = after.entry.with(value);
                after.edited.remove(&field);
            }
        }
        Deed::KeepOurs(field) => decide(&mut after.edited, &after.said, [field.as_str()]),
        Deed::StillThere => after.dropped = None,
    }
    let after = after.counted();
    if after.state == State::Published {
        Publishable::try_from((after.service, &after.entry))?;
    }
    Ok(after)
}

/// What staff changed is theirs from now on.
fn edit(kept: &mut Kept, entry: Entry) {
    let changes = kept.entry.changes_to(&entry);
    decide(&mut kept.edited, &kept.said, changes.iter().map(|change| change.field.as_str()));
    kept.entry = entry;
}

/// Writes a service down by hand.
pub async fn add(house: &House, by: Editor<'_>, entry: Entry) -> Result<ServiceId, Error> {
    let service = ServiceId(random::opaque_id());
    let at = house.clock.now().timestamp_micros();
    let kept = Kept {
        service,
        feed: String::new(),
        feed_id: String::new(),
        state: State::Draft,
        version: 1,
        entry,
        said: Fields::new(),
        edited: Fields::new(),
        otherwise: 0,
        dropped: None,
        changed: at,
    };
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    services::put(&mut tx, by.site, std::slice::from_ref(&kept)).await?;
    services::note(&mut tx, by.site, &[of_state(&kept, None, by.who)]).await?;
    audit::note(house, &mut tx, by.site, (by.who, audit::Noted::ServiceAdded), service.to_string())
        .await?;
    house.commit_and_tell(tx, by.site).await?;
    Ok(service)
}

/// Does it. `version` is what the page showed.
pub async fn act(
    house: &House,
    by: Editor<'_>,
    (service, version): (ServiceId, i64),
    deed: Deed,
) -> Result<Answer, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let Some(before) = services::find(tx.conn(), by.site, service).await? else {
        return Ok(Answer::Unknown);
    };
    if before.version != version {
        return Ok(Answer::Changed);
    }
    let noted = noted(&deed);
    let after = match judge(&before, deed, by.who) {
        Ok(after) => after,
        Err(missing) => return Ok(Answer::Missing(missing)),
    };
    if after == before {
        return Ok(Answer::Done);
    }
    let notices = write(house, &mut tx, by, (&before, after)).await?;
    audit::note(house, &mut tx, by.site, (by.who, noted), service.to_string()).await?;
    tell(house, tx, by.site, notices).await?;
    Ok(Answer::Done)
}

/// What *Audit* says of it.
fn noted(deed: &Deed) -> audit::Noted {
    match deed {
        Deed::Publish => audit::Noted::ServicePublished,
        Deed::Withdraw => audit::Noted::ServiceWithdrawn,
        Deed::Checked(_) => audit::Noted::ServiceChecked,
        Deed::Edit(_) | Deed::TakeTheFeed(_) | Deed::KeepOurs(_) | Deed::StillThere => {
            audit::Noted::ServiceEdited
        }
    }
}

async fn write(
    house: &House,
    tx: &mut Write,
    by: Editor<'_>,
    (before, after): (&Kept, Kept),
) -> Result<Vec<Notice>, Error> {
    let now = house.clock.now().timestamp_micros();
    let after = Kept { version: before.version + 1, changed: now, ..after };
    services::put(tx, by.site, std::slice::from_ref(&after)).await?;
    let mut changes: Vec<Noted> = before
        .entry
        .changes_to(&after.entry)
        .into_iter()
        .map(|change| Noted {
            service: after.service,
            version: after.version,
            at: now,
            who: by.who.to_owned(),
            change,
        })
        .collect();
    if before.state != after.state {
        changes.push(of_state(&after, Some(before.state), by.who));
    }
    services::note(tx, by.site, &changes).await?;
    Ok(news(before, &after))
}

fn of_state(kept: &Kept, before: Option<State>, who: &str) -> Noted {
    let value = |state: State| Value::String(state.as_str().to_owned());
    let was = before.map(value).unwrap_or_default();
    Noted {
        service: kept.service,
        version: kept.version,
        at: kept.changed,
        who: who.to_owned(),
        change: Change { field: String::new(), was, is: value(kept.state) },
    }
}

/// What kiosks hear of it. Pure.
fn news(before: &Kept, after: &Kept) -> Vec<Notice> {
    let published = |kept: &Kept| kept.state == State::Published;
    let seen = |kept: &Kept| {
        let whole = Publishable::try_from((kept.service, &kept.entry)).ok();
        whole.filter(|_| published(kept)).map(Publishable::into_service)
    };
    match seen(after) {
        Some(now) if seen(before).as_ref() != Some(&now) => {
            vec![News::Service(Box::new(now)).into()]
        }
        None if published(before) => vec![News::ServiceGone { service: after.service }.into()],
        _ => Vec::new(),
    }
}

async fn tell(
    house: &House,
    mut tx: Write,
    site: SiteCode,
    notices: Vec<Notice>,
) -> Result<(), Error> {
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(())
}

/// What a feed that is held has no more: it is gone, or it is there all the same.
pub async fn decide_on_feed(
    house: &House,
    by: Editor<'_>,
    feed: &str,
    gone: bool,
) -> Result<Answer, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    if !service_feeds::release(&mut tx, by.site, feed).await? {
        return Ok(Answer::Changed);
    }
    let mut notices = Vec::new();
    for before in services::all(tx.conn(), by.site).await? {
        if before.feed != feed || before.dropped.is_none() {
            continue;
        }
        let deed = if gone { Deed::Withdraw } else { Deed::StillThere };
        if let Ok(after) = judge(&before, deed, by.who) {
            notices.extend(write(house, &mut tx, by, (&before, after)).await?);
        }
    }
    let noted = if gone { audit::Noted::FeedBelieved } else { audit::Noted::FeedNotBelieved };
    audit::note(house, &mut tx, by.site, (by.who, noted), "").await?;
    tell(house, tx, by.site, notices).await?;
    Ok(Answer::Done)
}
