//! A few families, a cable that is out, a power cut, a session: the smallest day that can lose
//! something.

use visits_domain::arrival::Route;
use visits_server::import::Report;

use super::check_in::is_cut_off_and_tries_again;
use super::desk;
use crate::day::{A, B, Day, DayError, time};
use crate::family::Manner;

/// Plays it.
pub fn short(day: &mut Day) -> Result<Report, DayError> {
    let imported = day.office.import(&day.list.file())?.report;
    for kiosk in &mut day.kiosks {
        kiosk.wait_for(&["Check in for a visit"])?;
    }
    let families = day.list.open.clone();
    let start = time(8, 20);
    for (n, visit) in families.iter().take(8).enumerate() {
        day.at(Day::one_by_one(start, n))?;
        match n {
            2 => day.cables[B].pull_out(),
            6 => day.cables[B].put_in()?,
            _ => {}
        }
        let kiosk = if n % 2 == 0 { A } else { B };
        if n == 3 {
            is_cut_off_and_tries_again(day, kiosk, visit)?;
        } else {
            let route = if n % 4 < 2 { Route::Name } else { Route::Reference };
            day.checks_in(kiosk, visit, &Manner::plain(route))?;
        }
    }
    day.waits_for_everybody()?;
    day.at(time(9, 30))?;
    for call in [0, 3, 40, 0] {
        desk::round(day, call, None)?;
    }
    desk::some_leave(day)?;
    desk::outcomes(day, &families[8])?;
    Ok(imported)
}
