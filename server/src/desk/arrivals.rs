//! Arrivals by hand, and mending what kiosks observed: taken back, moved, merged.

use visits_domain::arrival::{Arrival, ArrivalNumber, Language, Need, Party, Route};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::News;

use super::{Answer, Desk, Officer, Saw, Standing, Why};
use crate::audit::Noted;
use crate::clock::moment;
use crate::error::Error;
use crate::house::House;
use crate::random;
use crate::store::arrivals::{DESK, Observation, add};
use crate::store::feed::Notice;
use crate::store::progress::Progress;
use crate::store::{arrivals as stored, listed, mending, visitors};

/// Who came, as an officer counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// How many.
    pub party: Party,
    /// They said that it is their first visit.
    pub first_visit: bool,
    /// What they asked for.
    pub needs: Vec<Need>,
}

impl Came {
    /// A party of a size that can be.
    pub fn party(adults: u8, children: u8) -> Result<Party, Why> {
        let all = u16::from(adults) + u16::from(children);
        if (1..=20).contains(&all) { Ok(Party { adults, children }) } else { Err(Why::Unreadable) }
    }
}

/// A family that cannot use the screen has come, or more of a party that is here.
pub async fn by_hand(
    house: &House,
    officer: Officer<'_>,
    (saw, more): (Saw, bool),
    came: &Came,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let standing = match desk.seen(saw).await? {
        Ok(standing) => standing,
        Err(why) => return Ok(Answer::No(why)),
    };
    match (standing.numbers().first(), more) {
        (Some(_), false) => return Ok(Answer::AlreadySo),
        (None, true) => return Ok(Answer::No(Why::NobodyHere)),
        _ => {}
    }
    if let Some(why) = too_late(&standing, saw) {
        return Ok(Answer::No(why));
    }
    desk.arrive(&standing, came).await?;
    let next = changed(&standing.progress);
    desk.put(saw.visit, &next).await?;
    desk.note(Noted::ArrivedByHand, saw.visit.to_string()).await?;
    let news = desk.number_news(saw.visit).await?;
    desk.close_with_wall(vec![news]).await
}

/// Pure: the row has changed since, or its visit has ended.
fn too_late(standing: &Standing, saw: Saw) -> Option<Why> {
    let now = &standing.progress;
    if now.stage_changed > saw.version || saw.version > now.version {
        Some(Why::Stale)
    } else if now.outcome.is_some() || now.left.is_some() {
        Some(Why::NotTheLast)
    } else {
        None
    }
}

/// Takes back a number, with those that were merged into it and all who came under it.
pub async fn undo(
    house: &House,
    officer: Officer<'_>,
    saw: Saw,
    number: ArrivalNumber,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let standing = match desk.seen(saw).await? {
        Ok(standing) => standing,
        Err(why) => return Ok(Answer::No(why)),
    };
    if !standing.arrivals.iter().any(|seen| seen.number == number) {
        return Ok(Answer::AlreadySo);
    }
    if let Some(why) = cannot_mend(&standing, saw) {
        return Ok(Answer::No(why));
    }
    let key = (desk.today, saw.visit, number);
    mending::undo(&mut desk.tx, officer.site, key, &desk.mark).await?;
    desk.settle(&standing).await?;
    desk.note(Noted::ArrivalUndone, saw.visit.to_string()).await?;
    let news = desk.number_news(saw.visit).await?;
    desk.close_with_wall(vec![news]).await
}

/// Pure: why arrivals of this visit stay as they are.
fn cannot_mend(standing: &Standing, saw: Saw) -> Option<Why> {
    if standing.is_through_search() {
        return Some(Why::ThroughSearch);
    }
    too_late(standing, saw)
}

/// A number belongs to another visit of today, which is named by its reference.
pub async fn mend(
    house: &House,
    officer: Officer<'_>,
    (saw, number): (Saw, ArrivalNumber),
    reference: &str,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let from = match desk.seen(saw).await? {
        Ok(standing) => standing,
        Err(why) => return Ok(Answer::No(why)),
    };
    let Some(to) = desk.by_reference(reference).await? else {
        return Ok(Answer::No(Why::Unknown));
    };
    if mending::visit_of(&mut desk.tx, officer.site, (desk.today, number)).await?
        == Some(to.visit.handle)
    {
        return Ok(Answer::AlreadySo);
    }
    let ended = to.progress.outcome.is_some() || to.progress.left.is_some();
    if let Some(why) = cannot_mend(&from, saw).or(ended.then_some(Why::NotTheLast)) {
        return Ok(Answer::No(why));
    }
    if !from.arrivals.iter().any(|seen| seen.number == number) {
        return Ok(Answer::No(Why::Unknown));
    }
    let news = desk.move_number(number, &from, &to).await?;
    desk.note(Noted::LinkMended, to.visit.handle.to_string()).await?;
    desk.close_with_wall(news).await
}

/// Another number of the day is of the same party, which keeps the number it goes by.
pub async fn merge(
    house: &House,
    officer: Officer<'_>,
    saw: Saw,
    number: ArrivalNumber,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let keeps = match desk.seen(saw).await? {
        Ok(standing) => standing,
        Err(why) => return Ok(Answer::No(why)),
    };
    if keeps.arrivals.iter().any(|seen| seen.number == number && seen.merged) {
        return Ok(Answer::AlreadySo);
    }
    let Some(kept) = keeps.numbers().into_iter().find(|kept| *kept != number) else {
        return Ok(Answer::No(Why::NobodyHere));
    };
    let at = mending::visit_of(&mut desk.tx, officer.site, (desk.today, number)).await?;
    let Some(other) = at else { return Ok(Answer::No(Why::Unknown)) };
    let mut news = Vec::new();
    if other == saw.visit {
        if let Some(why) = too_late(&keeps, saw) {
            return Ok(Answer::No(why));
        }
        desk.put(saw.visit, &changed(&keeps.progress)).await?;
    } else {
        let Some(from) = desk.standing(other).await? else {
            return Ok(Answer::No(Why::Unknown));
        };
        let anew = Saw { version: from.progress.version, ..saw };
        if let Some(why) = too_late(&keeps, saw).or(cannot_mend(&from, anew)) {
            return Ok(Answer::No(why));
        }
        news = desk.move_number(number, &from, &keeps).await?;
    }
    let key = (desk.today, saw.visit);
    mending::merge(&mut desk.tx, officer.site, key, (number, kept)).await?;
    desk.note(Noted::NumbersMerged, saw.visit.to_string()).await?;
    news.push(desk.number_news(saw.visit).await?);
    desk.close_with_wall(news).await
}

/// The steps as they are, under a new version: what the party is has changed.
pub(super) fn changed(now: &Progress) -> Progress {
    let version = now.version + 1;
    Progress { version, stage_changed: version, ..now.clone() }
}

impl Desk<'_> {
    /// Stores an arrival under the number the party has, or under a new one of the desk.
    pub(super) async fn arrive(&mut self, standing: &Standing, came: &Came) -> Result<(), Error> {
        let (site, visit) = (self.site.code, &standing.visit);
        let has = standing.numbers().first().copied();
        let number = if let Some(number) = has {
            number
        } else {
            let key = (self.today, self.mark.at);
            mending::next_desk_number(&mut self.tx, site, key).await?
        };
        let arrival = Arrival {
            number,
            visit: visit.handle,
            date: self.today,
            at: moment(self.mark.at),
            party: came.party,
            first_visit: came.first_visit,
            needs: came.needs.clone(),
            language: visit.language.unwrap_or(Language::En),
            // Found by staff, on the list: nothing is made of it.
            route: Route::Reference,
        };
        let id = random::opaque_id().to_string();
        let (joined, at) = (has.is_some(), self.mark.at);
        let seen = Observation { id, arrival, joined, at, honest: true };
        add(&mut self.tx, site, DESK, &[seen]).await?;
        Ok(())
    }

    /// After arrivals were taken away: a visit for which nobody is here begins anew.
    async fn settle(&mut self, before: &Standing) -> Result<(), Error> {
        let (site, visit) = (self.site.code, before.visit.handle);
        let left = stored::of_visit(&mut self.tx, site, (self.today, visit)).await?;
        let mut next = changed(&before.progress);
        if left.is_empty() {
            (next.called, next.desk, next.table) = (None, None, None);
            next.table_changed = next.version;
            visitors::forget_ticks(&mut self.tx, site, (visit, next.version)).await?;
        }
        self.put(visit, &next).await
    }

    async fn move_number(
        &mut self,
        number: ArrivalNumber,
        from: &Standing,
        to: &Standing,
    ) -> Result<Vec<Notice>, Error> {
        let handles = (from.visit.handle, to.visit.handle);
        mending::move_to(&mut self.tx, self.site.code, (self.today, number), handles).await?;
        self.settle(from).await?;
        self.put(handles.1, &changed(&to.progress)).await?;
        Ok(vec![self.number_news(handles.0).await?, self.number_news(handles.1).await?])
    }

    /// What kiosks are told of a visit's number.
    pub(super) async fn number_news(&mut self, visit: VisitHandle) -> Result<Notice, Error> {
        let (site, date) = (self.site.code, self.today);
        let seen = stored::of_visit(&mut self.tx, site, (date, visit)).await?;
        let first = seen.iter().find(|seen| !seen.joined && !seen.merged);
        Ok(match first {
            Some(seen) => News::Arrived { visit, date, number: seen.number },
            None => News::ArrivalUndone { visit, date },
        }
        .into())
    }

    /// The visit of today that has a reference, however it is written.
    pub(super) async fn by_reference(&mut self, typed: &str) -> Result<Option<Standing>, Error> {
        let letters = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        let reference: String = letters.take(64).collect();
        let known =
            listed::known(&mut self.tx, self.site.code, std::slice::from_ref(&reference)).await?;
        match known.get(&reference) {
            Some(known) => self.standing(known.handle).await,
            None => Ok(None),
        }
    }
}
