//! *First time here?*: how a visit goes, one step after the other, what to bring, help with the
//! cost, and what is kept of a family. Nothing is asked and nothing is stored.

use super::{Context, Press, Reading, Screen, Session, Telling};
use crate::config::{Config, Step};

/// Where a family is in the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Whose words are shown.
    pub telling: Telling,
    /// From 0.
    pub step: usize,
}

/// What there is to see at this site, in the order in which it is offered.
pub fn readings(config: &Config) -> Vec<Reading> {
    let first = &config.first_time;
    let has_bring = [&first.id, &first.bring, &first.leave].into_iter().any(|all| !all.is_empty());
    [
        (!steps(config, Telling::Adults).is_empty(), Reading::Steps(Telling::Adults)),
        (!steps(config, Telling::Children).is_empty(), Reading::Steps(Telling::Children)),
        (has_bring, Reading::Bring),
        (true, Reading::Costs),
        (true, Reading::Guides),
    ]
    .into_iter()
    .filter_map(|(is_there, reading)| is_there.then_some(reading))
    .collect()
}

/// The steps of a visit. A child is shown those that the site has words for.
pub fn steps(config: &Config, telling: Telling) -> Vec<&Step> {
    let is_told = |step: &&Step| telling == Telling::Adults || step.child.is_some();
    config.step.iter().filter(is_told).collect()
}

pub(super) fn pressed(session: &mut Session, press: Press, at: &Context<'_>) {
    match press {
        Press::Read(reading) => read(session, reading, at),
        // After the last step: what else there is.
        Press::Next if session.screen == Screen::VisitSteps => {
            if session.place.step + 1 < steps(at.config, session.place.telling).len() {
                session.place.step += 1;
            } else {
                session.place.step = 0;
                super::back(session, at);
            }
        }
        _ => {}
    }
}

fn read(session: &mut Session, reading: Reading, at: &Context<'_>) {
    use Screen::{Bring, Costs, Done, Easier, Guide, Guides, Help, Notice, VisitSteps, Welcome};
    match (session.screen, reading) {
        (Welcome | Done, Reading::Guide) => session.go(Guide),
        (Guide, Reading::Steps(telling)) if !steps(at.config, telling).is_empty() => {
            session.place = Place { telling, step: 0 };
            session.go(VisitSteps);
        }
        (Guide, Reading::Bring) => session.go(Bring),
        (Guide | Guides, Reading::Costs) => session.go(Costs),
        (Guide | Easier, Reading::Notice) => session.go(Notice),
        (Guide | Help, Reading::Guides) => session.go(Guides),
        (Guides, Reading::Topic(topic)) => session.go(Screen::Topic(topic)),
        (Screen::Topic(topic), Reading::Letter(letter)) if topic.letter() == Some(letter) => {
            session.go(Screen::Letter(letter));
        }
        _ => {}
    }
}

/// *Back* among the steps leads to the one before. False: there is none.
pub(super) fn back(session: &mut Session) -> bool {
    let is_within = session.screen == Screen::VisitSteps && session.place.step > 0;
    if is_within {
        session.place.step -= 1;
    }
    is_within
}
