//! What must be so when the day is over.

use super::browser::Browser;
use super::families::{End, Family};
use super::ledger::Page;
use super::sheet::{Row, Sheet};
use super::{Day, Fault, PASSWORD, Played, Stage, Told, history, kiosks, officer};
use crate::support::staff::TestStaff;

/// Nothing was lost, doubled or made up, on any process, and nothing failed.
pub async fn the_day(
    stage: &Stage,
    day: &Day,
    told: &Told,
    played: &mut Played,
) -> Result<(), Fault> {
    let mut boards = Vec::new();
    for address in &day.addresses {
        let staff = TestStaff::new(address);
        staff.sign_in(&officer(0), PASSWORD).await;
        boards.push(Browser::open(staff).await?.fetch("/today?session=all").await?);
        nothing_failed(address).await?;
    }
    if boards.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err("two processes show two boards".to_owned());
    }
    let board = boards.pop().ok_or("there is no process")?;
    if board.rows.len() != stage.families.len() {
        return Err(format!("{} families are on the board", board.rows.len()));
    }
    for family in &stage.families {
        let row = board.row(&family.visit.to_string());
        let row = row.ok_or_else(|| format!("family {} is gone from the board", family.n))?;
        one(family, row, &stage.ledger.of(family.n))?;
    }
    played.changes = board.rows.iter().map(|row| row.version).sum();
    for (place, heard) in told.kiosks.iter().enumerate() {
        what_a_kiosk_heard(stage, &board, heard)
            .map_err(|fault| format!("kiosk {place}: {fault}"))?;
    }
    Ok(())
}

/// No request was answered with a failure of the server, whoever asked.
async fn nothing_failed(address: &str) -> Result<(), Fault> {
    let figures = reqwest::get(format!("{address}/metrics")).await;
    let figures = figures.map_err(|error| error.to_string())?.text().await;
    let figures = figures.map_err(|error| error.to_string())?;
    match figures.lines().find(|line| line.contains("status=\"5")) {
        Some(line) => Err(format!("requests failed: {line}")),
        None if figures.contains("visits_requests_total") => Ok(()),
        None => Err("a process shows no figures".to_owned()),
    }
}

fn one(family: &Family, row: &Row, page: &Page) -> Result<(), Fault> {
    let n = family.n;
    let numbers: Vec<String> = page.number.iter().cloned().collect();
    if row.numbers != numbers {
        return Err(format!("family {n} arrived as {numbers:?}, the board says {:?}", row.numbers));
    }
    let state = match family.ends {
        End::Called => "called",
        End::InHall => "in-hall",
        End::Left => "left",
    };
    if family.comes && row.state != state {
        return Err(format!("family {n} is {}, and was played to be {state}", row.state));
    }
    if family.comes && !history::can_have_happened(&page.ops, row) {
        return Err(format!("an update of family {n} was lost: {}", history::told(&page.ops, row)));
    }
    Ok(())
}

fn what_a_kiosk_heard(stage: &Stage, board: &Sheet, heard: &kiosks::Heard) -> Result<(), Fault> {
    let came: Vec<&Family> = stage.families.iter().filter(|family| family.comes).collect();
    for family in &came {
        if heard.arrived.get(&family.visit).cloned() != stage.ledger.of(family.n).number {
            return Err(format!("it does not know the number of family {}", family.n));
        }
    }
    if heard.arrived.len() != came.len() {
        return Err(format!("it heard of {} arrivals, {} came", heard.arrived.len(), came.len()));
    }
    let called = board.rows.iter().filter(|row| row.state == "called");
    let mut called: Vec<&str> =
        called.flat_map(|row| row.numbers.iter().map(String::as_str)).collect();
    let mut shown: Vec<String> = heard.board.called.iter().map(ToString::to_string).collect();
    called.sort_unstable();
    shown.sort_unstable();
    if called == shown { Ok(()) } else { Err(format!("it shows {shown:?}, called are {called:?}")) }
}
