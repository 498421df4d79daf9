//! Which services come first, and which are nobody else's business. Pure.

use visits_domain::help::{CHECKED_FOR, HelpNeed, Seek, Service, in_order, is_met, matches};
use zeroize::Zeroizing;

use super::{Finding, HelpFound, HelpSeek};
use crate::session::{Context, Screen, Session};

/// A list longer than this is not read to its end.
pub const SHOWN_AT_MOST: usize = 60;

/// What the directory is asked.
pub(super) fn seek(finding: &Finding, at: &Context<'_>) -> HelpSeek {
    let help = &at.config.help;
    let place = finding.narrowed.place.and_then(|place| help.place.get(place));
    let seek = Seek {
        nation: finding.narrowed.nation.unwrap_or(help.nation),
        need: finding.need,
        stage: finding.stage,
        from: place.and_then(crate::config::HelpPlace::point),
        local: at.now.local(),
        filters: finding.narrowed.filters(),
    };
    let word = finding.need.is_none().then(|| Zeroizing::new(finding.word.clone()));
    HelpSeek { seek, word }
}

/// What a family sees of what the disk has, and in which order. What was found by words comes in
/// the order of the words; what nobody has checked for long comes after it.
pub fn ordered(services: &[Service], seek: &HelpSeek) -> HelpFound {
    let mut fit: Vec<&Service> = if seek.word.is_some() {
        services.iter().filter(|service| matches(service, &seek.seek)).collect()
    } else {
        in_order(services, &seek.seek)
    };
    let today = seek.seek.local.date();
    if seek.word.is_some() {
        fit.sort_by_key(|found| today.signed_duration_since(found.checked) > CHECKED_FOR);
    }
    if seek.seek.need.is_some_and(HelpNeed::is_discreet) {
        // The nation's own line: it knows the law and the refuges there.
        fit.sort_by_key(|found| found.nations != [seek.seek.nation] || found.phones.is_empty());
    }
    let (all, met) = (fit.len(), is_met(&fit, &seek.seek));
    HelpFound { services: fit.into_iter().take(SHOWN_AT_MOST).cloned().collect(), all, met }
}

/// The service that is looked at.
pub fn service(finding: &Finding) -> Option<&Service> {
    let id = finding.service?;
    let listed = finding.found.services.iter().chain(&finding.basket);
    listed.into_iter().find(|service| service.service == id)
}

/// Whether what is taken along is shown only to those who ask for it once more.
pub fn is_hidden(finding: &Finding) -> bool {
    !finding.anyway && finding.basket.iter().any(Service::is_discreet)
}

/// Whether what is on the screen is to be gone at one touch.
pub fn is_discreet(session: &Session) -> bool {
    let Some(finding) = session.draft.finding.as_deref() else { return false };
    let needs_it = finding.need.is_some_and(HelpNeed::is_discreet);
    let any = |services: &[Service]| services.iter().any(Service::is_discreet);
    match session.screen {
        Screen::HelpStage => needs_it,
        Screen::HelpSearch | Screen::HelpList | Screen::HelpFilters | Screen::HelpChoose(_) => {
            needs_it || any(&finding.found.services)
        }
        Screen::HelpService | Screen::HelpWrong => {
            needs_it || service(finding).is_some_and(Service::is_discreet)
        }
        Screen::HelpTake | Screen::Slip => needs_it || any(&finding.basket),
        _ => false,
    }
}
