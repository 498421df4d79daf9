//! What everybody may read on the wall: numbers called, lateness, sessions that do not go ahead.

use chrono::{NaiveTime, Timelike as _};
use visits_domain::wire::{Board, News};

use super::{Answer, Desk, Officer};
use crate::audit::Noted;
use crate::error::Error;
use crate::house::House;
use crate::store::feed::Notice;
use crate::store::{progress, sessions_off, sites};

/// The wall as it is now. The site is locked.
pub(super) async fn news(desk: &mut Desk<'_>) -> Result<Notice, Error> {
    let (site, today) = (desk.site.code, desk.today);
    let now = desk.house.clock.local();
    let minute = i64::from(now.hour() * 60 + now.minute());
    let board = Board {
        date: today,
        called: progress::called_numbers(&mut desk.tx, site, today, minute).await?,
        running_late_minutes: desk.site.late_minutes_on(today),
        cancelled_sessions: sessions_off::known(&mut desk.tx, site, today).await?,
    };
    Ok(News::Board(board).into())
}

/// Visits of today run so many minutes late.
pub async fn running_late(
    house: &House,
    officer: Officer<'_>,
    minutes: u16,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    // Told again though it may be so already: nobody has said anything yet on a new day.
    sites::running_late(&mut desk.tx, officer.site, desk.today, minutes).await?;
    desk.site = sites::lock(&mut desk.tx, officer.site).await?;
    desk.close_with_wall(Vec::new()).await
}

/// A session of today does not go ahead, or does after all. Who is in the hall stays there until
/// an officer says that they have left.
pub async fn cancel_session(
    house: &House,
    officer: Officer<'_>,
    start: NaiveTime,
    off: bool,
) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let key = (desk.today, start);
    let changed = if off {
        sessions_off::cancel(&mut desk.tx, officer.site, key, &desk.mark).await?
    } else {
        sessions_off::reinstate(&mut desk.tx, officer.site, key).await?
    };
    if !changed {
        return Ok(Answer::AlreadySo);
    }
    let noted = if off { Noted::SessionCancelled } else { Noted::SessionReinstated };
    desk.note(noted, format!("{} {}", key.0, start.format("%H:%M"))).await?;
    desk.close_with_wall(Vec::new()).await
}
