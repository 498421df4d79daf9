//! What is noted of one person on a visit: ID seen, attendance, somebody who is on no list; and
//! whom they visit.

use uuid::Uuid;
use visits_domain::visit::VisitHandle;

use super::{Answer, Desk, Officer, Saw, Standing, Why};
use crate::audit::Noted;
use crate::error::Error;
use crate::house::House;
use crate::outcome::Attendance;
use crate::store::progress::Progress;
use crate::store::visitors::{self, Extra};

/// Notes that the ID of one adult was seen (`person`), or of all (none), or takes it back.
pub async fn id_seen(
    house: &House,
    officer: Officer<'_>,
    saw: Saw,
    (person, seen): (Option<Uuid>, bool),
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let standing = match desk.seen(saw).await? {
        Ok(standing) => standing,
        Err(why) => return Ok(Answer::No(why)),
    };
    let wanted = match to_tick(&standing, saw.version, person, seen) {
        Ok(wanted) if wanted.is_empty() => return Ok(Answer::AlreadySo),
        Ok(wanted) => wanted,
        Err(why) => return Ok(Answer::No(why)),
    };
    let version = desk.touch(saw.visit, &standing).await?;
    let mark = seen.then(|| desk.mark.clone());
    for one in wanted {
        let key = (saw.visit, one, version);
        visitors::set_id_seen(&mut desk.tx, officer.site, key, mark.as_ref()).await?;
    }
    desk.close(Vec::new()).await
}

/// Pure: whose tick changes, or why none may. Ticks of two officers for two people do not
/// contradict each other.
fn to_tick(
    standing: &Standing,
    saw: i64,
    person: Option<Uuid>,
    seen: bool,
) -> Result<Vec<Uuid>, Why> {
    let known = |id: &Uuid| standing.people.iter().any(|person| person.id == *id);
    if person.as_ref().is_some_and(|id| !known(id)) {
        return Err(Why::Unknown);
    }
    let asked = |id: Uuid, adult: bool| person.map_or(adult, |wanted| wanted == id);
    let differs = standing.people.iter().filter(|p| asked(p.id, p.adult) && p.seen != seen);
    let wanted: Vec<Uuid> = differs.map(|person| person.id).collect();
    let changed = |visitor: &crate::store::visits::Visitor| {
        wanted.contains(&visitor.id) && visitor.changed > saw
    };
    if wanted.is_empty() {
        Ok(wanted)
    } else if saw > standing.progress.version || standing.visit.visitors.iter().any(changed) {
        Err(Why::Stale)
    } else if !standing.is_here() {
        Err(Why::NobodyHere)
    } else if !seen && standing.is_through_search() {
        Err(Why::ThroughSearch)
    } else {
        Ok(wanted)
    }
}

/// Notes whether somebody was at the visit; none takes it back.
pub async fn attendance(
    house: &House,
    officer: Officer<'_>,
    saw: Saw,
    (person, attendance): (Uuid, Option<Attendance>),
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let standing = match desk.seen(saw).await? {
        Ok(standing) => standing,
        Err(why) => return Ok(Answer::No(why)),
    };
    let Some(now) = standing.visit.visitors.iter().find(|visitor| visitor.id == person) else {
        return Ok(Answer::No(Why::Unknown));
    };
    if now.attendance == attendance {
        return Ok(Answer::AlreadySo);
    }
    if now.changed > saw.version || saw.version > standing.progress.version {
        return Ok(Answer::No(Why::Stale));
    }
    let version = desk.touch(saw.visit, &standing).await?;
    let mark = desk.mark.clone();
    let said = attendance.map(|attendance| (attendance, &mark));
    visitors::set_attendance(&mut desk.tx, officer.site, (saw.visit, person, version), said)
        .await?;
    desk.close(Vec::new()).await
}

/// Somebody came with a party who is on no list.
pub async fn add(
    house: &House,
    officer: Officer<'_>,
    saw: Saw,
    extra: &Extra,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let standing = match desk.seen(saw).await? {
        Ok(standing) => standing,
        Err(why) => return Ok(Answer::No(why)),
    };
    if is_there(&standing, extra) {
        return Ok(Answer::AlreadySo);
    }
    let version = desk.touch(saw.visit, &standing).await?;
    visitors::add(&mut desk.tx, officer.site, (saw.visit, version), extra).await?;
    desk.note(Noted::VisitorAdded, saw.visit.to_string()).await?;
    desk.close(Vec::new()).await
}

fn is_there(standing: &Standing, extra: &Extra) -> bool {
    standing.visit.visitors.iter().any(|visitor| {
        visitor.by_hand
            && (&visitor.first, &visitor.last, &visitor.born)
                == (&extra.first, &extra.last, &extra.born)
    })
}

/// The number and the name of the person visited, for one look that is noted.
pub async fn prisoner(
    house: &House,
    officer: Officer<'_>,
    visit: VisitHandle,
) -> Result<Option<(String, String)>, Error> {
    let mut desk = Desk::open(house, officer).await?;
    if desk.standing(visit).await?.is_none() {
        return Ok(None);
    }
    let found = visitors::prisoner(&mut desk.tx, officer.site, visit).await?;
    desk.note(Noted::PrisonerSeen, visit.to_string()).await?;
    desk.tx.commit().await?;
    Ok(found)
}

impl Desk<'_> {
    /// A new version of a row whose steps stay as they are.
    pub(super) async fn touch(
        &mut self,
        visit: VisitHandle,
        standing: &Standing,
    ) -> Result<i64, Error> {
        let now = &standing.progress;
        let next = Progress { version: now.version + 1, ..now.clone() };
        self.put(visit, &next).await?;
        Ok(next.version)
    }
}
