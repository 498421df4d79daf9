//! What visit lists have done that somebody at the desk must hear of, until they have looked.

use chrono::NaiveDate;

use crate::clock::{local, moment};
use crate::error::Error;
use crate::house::House;
use crate::pages::Visitor;
use crate::pages::imports::{self, Row};
use crate::pull;
use crate::store::{imports as stored, missing_visits};
use crate::words::fill;
use crate::words::imports::Imports;

/// Where lists are looked after.
const LISTS: &str = "/imports";

/// What there is to look at.
pub struct ListMatters {
    /// Its words.
    pub w: &'static Imports,
    /// Visits that changed after somebody had arrived.
    pub changed: Vec<Row>,
    /// A sentence, and the page where it is dealt with.
    pub others: Vec<(String, String)>,
}

impl ListMatters {
    /// Nothing at all.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.others.is_empty()
    }
}

/// What stands open on a day.
pub async fn open(
    house: &House,
    visitor: &Visitor,
    today: NaiveDate,
) -> Result<ListMatters, Error> {
    let site = visitor.user.site;
    let (words, w) = (visitor.words(), Imports::of(visitor.chosen.language));
    let t = visitor.today_words();
    let changed = stored::exceptions(&house.db, site, today).await?;
    let waiting = missing_visits::undecided(&house.db, site, today).await?;
    let waiting = waiting.iter().filter(|one| one.start.0 == today).count();
    let newest = stored::latest(&house.db, site, 1).await?.into_iter().next();
    let aside = newest.filter(|list| local(moment(list.at)).date() == today);
    let aside = aside.filter(|list| list.counts.set_aside > 0);
    let failing = pull::state(house, site).await?.and_then(|(_, state)| state.failing_since);
    let others = [
        (waiting > 0).then(|| (fill(t.lists_waiting, &[("n", &waiting)]), LISTS.to_owned())),
        aside.map(|list| {
            let sentence = fill(t.lists_aside, &[("n", &list.counts.set_aside)]);
            (sentence, format!("{LISTS}/{}", list.id))
        }),
        failing.map(|since| {
            let time = imports::stamp(words, since);
            (fill(t.lists_failing, &[("time", &time)]), LISTS.to_owned())
        }),
    ];
    Ok(ListMatters {
        w,
        changed: changed.iter().map(|one| imports::after_row(words, w, one)).collect(),
        others: others.into_iter().flatten().collect(),
    })
}
