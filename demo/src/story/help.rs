//! Families find help and ask to be contacted, one of them offline; somebody needs to talk: online,
//! offline, and with the answer lost on the way.

use std::time::{Duration, Instant};

use crate::day::{A, B, Day, DayError, time};
use crate::family;
use crate::helping::{self, Talked};
use crate::ledger::help::{HelpDay, Sums};
use crate::services::{self, Made};

/// What is told in an hour is on the page long before this.
const ARRIVES: Duration = Duration::from_secs(15);

/// What was published is at every kiosk long before this.
const TOLD: Duration = Duration::from_secs(1);

const MONEY: &str = "Money, benefits and debt";
const CHILD: &str = "Help for my child";
/// Nobody in the made-up directory helps with it.
const IN_VAIN: &str = "Drink, drugs or gambling";

/// Plays it.
pub fn help(day: &mut Day) -> Result<Sums, DayError> {
    for made in services::ALL {
        day.desk.staff.publishes(made)?;
    }
    day.at(time(17, 15))?;
    std::thread::sleep(TOLD); // told, and written down at the kiosks
    let mut told = HelpDay::default();
    finds_help(day, &mut told)?;
    looks_in_vain(day, &mut told)?;
    asks_offline(day, &mut told)?;
    talks(day, &mut told)?;
    // What was looked for is told when the hour is over.
    day.at(time(18, 30))?;
    comes_to_rest(day, &told)
}

/// From *Welcome* to a service.
fn finds(day: &mut Day, kiosk: usize, tile: &str, made: &Made) -> Result<(), DayError> {
    if !helping::looks_for(&mut day.kiosks[kiosk], tile)? {
        return Err(DayError::NeverCame("a service on the screen"));
    }
    day.pictures_once(kiosk, "help-list")?;
    helping::opens(&mut day.kiosks[kiosk], made.name[0])?;
    day.pictures_once(kiosk, "help-service")
}

fn finds_help(day: &mut Day, told: &mut HelpDay) -> Result<(), DayError> {
    finds(day, A, MONEY, &services::ALL[0])?;
    helping::takes_along(&mut day.kiosks[A])?;
    day.pictures_once(A, "help-take-along")?;
    helping::leaves(&mut day.kiosks[A])?;
    finds(day, A, MONEY, &services::ALL[0])?;
    told.receipts.insert(helping::asks_to_be_contacted(&mut day.kiosks[A], "bea")?);
    day.pictures_once(A, "contact-taken")?;
    helping::leaves(&mut day.kiosks[A])?;
    Ok(())
}

fn looks_in_vain(day: &mut Day, told: &mut HelpDay) -> Result<(), DayError> {
    for kiosk in [A, B] {
        if helping::looks_for(&mut day.kiosks[kiosk], IN_VAIN)? {
            return Err(DayError::NeverCame("a list with nothing on it"));
        }
        told.in_vain.push(IN_VAIN.to_owned());
        day.pictures_once(kiosk, "help-nothing")?;
        helping::leaves(&mut day.kiosks[kiosk])?;
    }
    Ok(())
}

/// It waits, and says so; delivered once.
fn asks_offline(day: &mut Day, told: &mut HelpDay) -> Result<(), DayError> {
    day.cables[B].pull_out();
    day.kiosks[B].wait_for(&["This screen has been offline since"])?;
    finds(day, B, CHILD, &services::ALL[1])?;
    told.receipts.insert(helping::asks_to_be_contacted(&mut day.kiosks[B], "carys")?);
    day.kiosks[B].wait_for(&["It will be sent when we are back online."])?;
    day.pictures_once(B, "contact-offline")?;
    helping::leaves(&mut day.kiosks[B])?;
    Ok(())
}

fn talks(day: &mut Day, told: &mut HelpDay) -> Result<(), DayError> {
    let offline = helping::talks_urgently(&mut day.kiosks[B])?;
    is_told(offline, Talked::NotSent)?;
    told.not_sent += 1;
    day.pictures_once(B, "talk-not-sent")?;
    family::finish(&mut day.kiosks[B])?;
    day.cables[B].put_in()?;

    is_told(helping::talks_urgently(&mut day.kiosks[A])?, Talked::StaffHaveIt)?;
    day.pictures_once(A, "talk-staff-have-it")?;
    day.desk.staff.take_talk()?;
    day.kiosks[A].wait_for(&["Seen by a member of staff"])?;
    told.seen += 1;
    day.pictures_once(A, "talk-seen")?;
    family::finish(&mut day.kiosks[A])?;

    day.cables[A].cut_answers(true);
    is_told(helping::talks_urgently(&mut day.kiosks[A])?, Talked::CannotTell)?;
    told.cannot_tell += 1;
    day.pictures_once(A, "talk-cannot-tell")?;
    family::finish(&mut day.kiosks[A])?;
    day.cables[A].cut_answers(false);
    Ok(())
}

fn is_told(told: Talked, right: Talked) -> Result<(), DayError> {
    if told == right { Ok(()) } else { Err(DayError::ToldOfTalk { told, right }) }
}

/// The pages show what the screens said, or long enough was waited.
fn comes_to_rest(day: &Day, told: &HelpDay) -> Result<Sums, DayError> {
    let begun = Instant::now();
    loop {
        let sums = Sums::of(told, &day.desk.staff.help()?);
        if sums.agree() || begun.elapsed() > ARRIVES {
            return Ok(sums);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}
