//! Talks in private. An urgent one sounds on every open page until somebody takes it, by name; it
//! never runs out, and after a while it is told to more people by itself.

use chrono::{DateTime, TimeDelta, Utc};
use visits_domain::help::TalkId;
use visits_domain::site::SiteCode;
use visits_domain::wire::{News, TalkStored, UrgentTalk};

use crate::audit::{self, Noted, SERVER};
use crate::auth::may::Act;
use crate::clock::local;
use crate::error::Error;
use crate::house::House;
use crate::store::kiosks::Device;
use crate::store::people::User;
use crate::store::{feed, sites, talks};

/// How a talk that somebody has taken stays on every page, so that all see who has it.
pub const SHOWN_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Stores it and wakes every page. Sent twice, it raises one alarm.
pub async fn raise(house: &House, device: &Device, talk: &UrgentTalk) -> Result<TalkStored, Error> {
    let (site, now) = (device.site()?, house.clock.now());
    let mut tx = house.db.write().await?;
    let settings = sites::lock(&mut tx, site).await?.settings.talks;
    let escalates = now + TimeDelta::seconds(settings.escalate_seconds.into());
    if talks::raise(&mut tx, device, talk, (now, escalates, &settings.told)).await? {
        let about = talk.talk.to_string();
        audit::note(house, &mut tx, site, (SERVER, Noted::TalkRaised), about).await?;
        house.commit_and_tell(tx, site).await?;
        return Ok(TalkStored { talk: talk.talk, taken: false });
    }
    let known = talks::find(&mut tx, site, talk.talk).await?;
    Ok(TalkStored { talk: talk.talk, taken: known.is_some_and(|known| known.taken.is_some()) })
}

/// What somebody does with a talk.
#[derive(Clone, Debug)]
pub enum Step {
    /// They go there, or it is theirs to answer.
    Take,
    /// Whom in the prison they told.
    Pass(String),
    /// They spoke with the family.
    Answer,
    /// It is over.
    Close,
}

impl Step {
    fn noted(&self) -> Noted {
        match self {
            Self::Take => Noted::TalkTaken,
            Self::Pass(_) => Noted::TalkPassed,
            Self::Answer => Noted::TalkAnswered,
            Self::Close => Noted::TalkClosed,
        }
    }
}

/// Does it, if it can be done now. False: somebody else was first, or it does not stand so.
pub async fn act(house: &House, user: &User, talk: TalkId, step: &Step) -> Result<bool, Error> {
    let (site, now) = (user.site, house.clock.now());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let Some(found) = talks::find(&mut tx, site, talk).await? else { return Ok(false) };
    let urgent = found.urgent == 1;
    if !urgent && !user.role.may(Act::AnswerRequests) {
        return Ok(false); // a family's contact hangs on it
    }
    let which = (site, talk);
    let (who, name) = (user.name.as_str(), user.shown_name.as_str());
    let done = match step {
        Step::Take => talks::take(&mut tx, which, (who, name), now).await?,
        Step::Pass(to) => talks::pass(&mut tx, which, (to, who), now).await?,
        Step::Answer => talks::answer(&mut tx, which, name, now).await?,
        Step::Close => talks::close(&mut tx, which, who, now).await?,
    };
    if !done {
        return Ok(false);
    }
    audit::note(house, &mut tx, site, (who, step.noted()), talk.to_string()).await?;
    let news = matches!(step, Step::Take) && urgent;
    let notice = feed::Notice::from(News::TalkTaken { talk }).until(local(now).date());
    let notices = news.then_some(notice).into_iter().collect();
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(true)
}

/// Tells more people of what nobody has taken in time.
pub async fn escalate_due(house: &House) -> Result<(), Error> {
    let now = house.clock.now();
    for site in talks::sites_to_escalate(&house.db, now).await? {
        escalate(house, site, now).await?;
    }
    Ok(())
}

async fn escalate(house: &House, site: SiteCode, now: DateTime<Utc>) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let talks = talks::escalate(&mut tx, site, now).await?;
    if talks.is_empty() {
        return Ok(()); // another process was first
    }
    for talk in talks {
        audit::note(house, &mut tx, site, (SERVER, Noted::TalkEscalated), talk).await?;
    }
    house.commit_and_tell(tx, site).await
}
