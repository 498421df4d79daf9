//! The steps of a party: called, through search, in the hall, left, and how it ended.

use chrono::NaiveTime;
use visits_domain::visit::VisitHandle;

use super::rules::{Step, Verdict, Wish, decide};
use super::{Answer, Desk, Officer, Saw, Why};
use crate::audit::Noted;
use crate::error::Error;
use crate::house::House;
use crate::store::progress;
use crate::store::visits::minute_of;

/// The longest name of a table. Characters.
const TABLE_AT_MOST: usize = 8;

/// The name of a table as it was typed: none when nothing was. Letters, digits, and signs between
/// them.
pub fn table(typed: &str) -> Result<Option<String>, Why> {
    let table = typed.trim().to_uppercase();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | ' ');
    if table.is_empty() {
        Ok(None)
    } else if table.chars().count() <= TABLE_AT_MOST && table.chars().all(plain) {
        Ok(Some(table))
    } else {
        Err(Why::Unreadable)
    }
}

/// Does what an officer wishes with a row, or says why not.
pub async fn wish(
    house: &House,
    officer: Officer<'_>,
    saw: Saw,
    wish: Wish,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let standing = match desk.seen(saw).await? {
        Ok(standing) => standing,
        Err(why) => return Ok(Answer::No(why)),
    };
    let next = match decide(&standing, saw.version, &wish, &desk.mark) {
        Verdict::Do(next) => next,
        Verdict::AlreadySo => return Ok(Answer::AlreadySo),
        Verdict::No(why) => return Ok(Answer::No(why)),
    };
    if next.table != standing.progress.table
        && desk.is_taken(saw.visit, next.table.as_ref()).await?
    {
        return Ok(Answer::No(Why::TableTaken));
    }
    desk.put(saw.visit, &next).await?;
    if let Some(noted) = noted(&wish) {
        desk.note(noted, saw.visit.to_string()).await?;
    }
    if changes_the_wall(&wish) {
        desk.close_with_wall(Vec::new()).await
    } else {
        desk.close(Vec::new()).await
    }
}

/// Steps forward stand in the row with when and by whom; what takes away or ends is noted.
fn noted(wish: &Wish) -> Option<Noted> {
    match wish {
        Wish::TakeBack(_) => Some(Noted::StepTakenBack),
        Wish::End(_) => Some(Noted::OutcomeSaid),
        _ => None,
    }
}

fn changes_the_wall(wish: &Wish) -> bool {
    !matches!(wish, Wish::Table(_) | Wish::Leave | Wish::TakeBack(Step::Left))
}

impl Desk<'_> {
    async fn is_taken(
        &mut self,
        visit: VisitHandle,
        table: Option<&String>,
    ) -> Result<bool, Error> {
        let Some(table) = table else { return Ok(false) };
        let (site, key) = (self.site.code, (self.today, visit));
        Ok(progress::who_sits_at(&mut self.tx, site, key, table).await?.is_some())
    }
}

/// Calls several parties, one after the other. `saw_called`: how many of the session (none: of the
/// day) were called when the officer looked; if somebody has called since, nobody is.
pub async fn call_next(
    house: &House,
    officer: Officer<'_>,
    (session, saw_called): (Option<NaiveTime>, usize),
    visits: &[VisitHandle],
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let key = (desk.today, session.map(minute_of));
    let called = progress::count_called(&mut desk.tx, officer.site, key).await?;
    if called != saw_called {
        return Ok(Answer::No(Why::Stale));
    }
    let mut any = false;
    for visit in visits {
        let Some(standing) = desk.standing(*visit).await? else { continue };
        let saw = standing.progress.version;
        let Verdict::Do(next) = decide(&standing, saw, &Wish::Call, &desk.mark) else { continue };
        desk.put(*visit, &next).await?;
        // Called at once, and yet one after the other.
        desk.mark.at += 1;
        any = true;
    }
    if any { desk.close_with_wall(Vec::new()).await } else { Ok(Answer::AlreadySo) }
}
