//! *Print it*: what is put on paper, and what became of it. Nobody waits for a printer.

use super::help::is_hidden;
use super::{Context, Effect, Screen, Session, staff};
use crate::guides::Letter;
use visits_domain::wire::Mode;

/// What stands on a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The services that are taken along.
    Services,
    /// A letter to fill in.
    Letter(Letter),
    /// Whom a family can ring.
    Numbers,
    /// An arrival number.
    Arrival,
    /// For staff who try the printer.
    Test,
}

/// What became of a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipState {
    /// Under way.
    Printing,
    /// The printer has taken all of it.
    Printed,
    /// It has not.
    NotPrinted,
}

/// *Print it*, on a screen that has something for paper.
pub(super) fn pressed(mut session: Session, at: &Context<'_>) -> (Session, Vec<Effect>) {
    let finding = session.draft.finding.as_deref();
    let paper = match session.screen {
        Screen::HelpTake if finding.is_some_and(|finding| !is_hidden(finding)) => Paper::Services,
        Screen::Letter(letter) => Paper::Letter(letter),
        Screen::TalkNumbers => Paper::Numbers,
        Screen::StaffTests if staff::is_open(&session, Mode::Staff) => Paper::Test,
        _ => return (session, vec![]),
    };
    let effects = print(&mut session, paper, at);
    if paper != Paper::Test && !effects.is_empty() {
        session.go(Screen::Slip);
    }
    (session, effects)
}

/// The number of who has just checked in, where a site wants that.
pub(super) fn of_arrival(session: &mut Session, at: &Context<'_>) -> Vec<Effect> {
    let wanted = at.config.printer.escpos().is_some_and(|printer| printer.arrival_slips);
    let is_new = session.ending == super::Ending::Fresh;
    if wanted && is_new { print(session, Paper::Arrival, at) } else { vec![] }
}

fn print(session: &mut Session, paper: Paper, at: &Context<'_>) -> Vec<Effect> {
    if at.config.printer.escpos().is_none() {
        return vec![];
    }
    session.jobs += 1;
    session.slip = Some((session.jobs, SlipState::Printing));
    vec![Effect::Print(session.jobs, paper)]
}

/// The printer has taken a slip, or has not.
pub(super) fn answered(session: &mut Session, job: u64, is_printed: bool) {
    if let Some((open, state)) = &mut session.slip
        && *open == job
    {
        *state = if is_printed { SlipState::Printed } else { SlipState::NotPrinted };
    }
}
