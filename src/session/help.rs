//! *Find help*: from what a family needs to a service that it takes along.

use visits_domain::help::{HelpNeed, Service, ServiceId};

use super::contact::Asked;
use super::{Context, Effect, Screen, Session};

/// A control of these screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpPress {
    /// The door.
    Open,
    /// This is what they need.
    Need(HelpNeed),
}

/// What a family looks for. It goes with the session.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// What they tapped.
    pub need: Option<HelpNeed>,
    /// On the screen, in full.
    pub shown: Option<Box<Service>>,
}

/// Who is to contact a family that asks for it from here; none: the service is not on the screen.
pub(super) fn asked(session: &Session, service: ServiceId) -> Option<Asked> {
    let finding = session.draft.finding.as_ref()?;
    let shown = finding.shown.as_ref().filter(|shown| shown.service == service)?;
    Some(Asked {
        service: Some(service),
        organization: shown.organization.clone(),
        need: finding.need,
        stage: None,
    })
}

/// A control of these screens.
pub(super) fn pressed(
    mut session: Session,
    press: HelpPress,
    _at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    match press {
        HelpPress::Open => open(&mut session),
        HelpPress::Need(need) => {
            if let Some(finding) = session.draft.finding.as_mut() {
                finding.need = Some(need);
            }
        }
    }
    (session, vec![])
}

/// From Welcome, or from a check-in that is done.
fn open(session: &mut Session) {
    if !matches!(session.screen, Screen::Welcome | Screen::Done) {
        return;
    }
    session.draft.finding = Some(Box::default());
    session.go(Screen::Help);
}
