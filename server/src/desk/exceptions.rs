//! Records of kiosks that could not be applied: linked to a visit, or put aside.

use visits_domain::arrival::Arrival;
use visits_domain::wire::Happening;

use super::arrivals::{Came, changed};
use super::{Answer, Desk, Officer, Standing, Why};
use crate::audit::Noted;
use crate::clock::local;
use crate::error::Error;
use crate::house::House;
use crate::store::arrivals::{DESK, Observation, add};
use crate::store::{mending, records};

/// The arrival that a record tells of; none where it cannot be read.
pub fn arrival(body: &str) -> Option<Arrival> {
    match serde_json::from_str(body).ok()? {
        Happening::Arrived(arrival) => Some(arrival),
        Happening::Joined(joined) => Some(joined.into()),
        Happening::Places(_) | Happening::Help(_) => None,
    }
}

/// The arrival that a record tells of belongs to a visit of today.
pub async fn link(
    house: &House,
    officer: Officer<'_>,
    record: &str,
    reference: &str,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let Some((_, body)) = records::in_trouble(&mut desk.tx, officer.site, record).await? else {
        return Ok(Answer::AlreadySo);
    };
    let Some(arrival) = arrival(&body) else { return Ok(Answer::No(Why::Unreadable)) };
    let Some(to) = desk.by_reference(reference).await? else {
        return Ok(Answer::No(Why::Unknown));
    };
    if to.progress.left.is_some() || to.progress.outcome.is_some() {
        return Ok(Answer::No(Why::NotTheLast));
    }
    let visit = to.visit.handle;
    desk.arrive_of(record, arrival, &to).await?;
    desk.put(visit, &changed(&to.progress)).await?;
    records::resolve(&mut desk.tx, officer.site, record, &desk.mark).await?;
    desk.note(Noted::ExceptionLinked, record).await?;
    let news = desk.number_news(visit).await?;
    desk.close_with_wall(vec![news]).await
}

/// Nothing is to be made of it. It stays among the records.
pub async fn dismiss(house: &House, officer: Officer<'_>, record: &str) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    if records::in_trouble(&mut desk.tx, officer.site, record).await?.is_none() {
        return Ok(Answer::AlreadySo);
    }
    records::resolve(&mut desk.tx, officer.site, record, &desk.mark).await?;
    desk.note(Noted::ExceptionDismissed, record).await?;
    desk.close(Vec::new()).await
}

impl Desk<'_> {
    /// Stores it under the record's own id, so that the record has its effect once. The family
    /// keeps the number it holds, unless another party has it.
    async fn arrive_of(
        &mut self,
        record: &str,
        arrival: Arrival,
        to: &Standing,
    ) -> Result<(), Error> {
        let site = self.site.code;
        let held = mending::visit_of(&mut self.tx, site, (self.today, arrival.number)).await?;
        if held.is_some_and(|visit| visit != to.visit.handle) {
            let (party, first_visit) = (arrival.party, arrival.first_visit);
            return self.arrive(to, &Came { party, first_visit, needs: arrival.needs }).await;
        }
        let today = local(arrival.at).date() == self.today;
        let at = if today { arrival.at.timestamp_micros() } else { self.mark.at };
        let joined = to.numbers().contains(&arrival.number);
        let arrival = Arrival { visit: to.visit.handle, date: self.today, ..arrival };
        let seen = Observation { id: record.to_owned(), arrival, joined, at, honest: today };
        add(&mut self.tx, site, DESK, &[seen]).await?;
        Ok(())
    }
}
