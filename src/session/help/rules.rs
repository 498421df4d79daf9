//! Which services come first, and which are nobody else's business. Pure.

use visits_domain::help::{
    CHECKED_FOR, Filters, HelpNeed, Seek, Service, in_order, is_met, matches,
};
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
/// the order of the words; what nobody has checked for long comes after it. `more`: the disk has
/// others that were not counted.
pub fn ordered(services: &[Service], more: bool, seek: &HelpSeek) -> HelpFound {
    let mut fit: Vec<&Service> = if seek.word.is_some() {
        services.iter().filter(|service| matches(service, &seek.seek)).collect()
    } else {
        in_order(services, &seek.seek)
    };
    let today = seek.seek.local.date();
    let in_time = |found: &Service| today.signed_duration_since(found.checked) <= CHECKED_FOR;
    if seek.word.is_some() {
        fit.sort_by_key(|found| !in_time(found));
    }
    if seek.seek.need.is_some_and(HelpNeed::is_discreet) {
        // The nation's own line: it knows the law and the refuges there.
        let is_own = |found: &Service| {
            found.is_discreet()
                && found.nations == [seek.seek.nation]
                && !found.phones.is_empty()
                && in_time(found)
        };
        fit.sort_by_key(|found| !is_own(found));
    }
    HelpFound {
        all: fit.len(),
        more,
        met: is_there(services, &seek.seek),
        unread: false,
        services: fit.into_iter().take(SHOWN_AT_MOST).cloned().collect(),
    }
}

/// Whether there is something for what they need where they live, in their language. That it is
/// closed now, or for others, is no gap.
fn is_there(services: &[Service], seek: &Seek) -> bool {
    let language = seek.filters.language.clone();
    let wide = Seek { filters: Filters { language, ..Filters::default() }, ..seek.clone() };
    let fit: Vec<&Service> = services.iter().filter(|service| matches(service, &wide)).collect();
    is_met(&fit, &wide)
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
        // A way out stays on every screen that is reached from there.
        Screen::HelpService
        | Screen::HelpWrong
        | Screen::ContactConsent
        | Screen::ContactType(_)
        | Screen::ContactChoose(_)
        | Screen::ContactCheck
        | Screen::ContactTaken
        | Screen::AskPerson
        | Screen::AskAnswer => needs_it || service(finding).is_some_and(Service::is_discreet),
        Screen::HelpTake | Screen::Slip => needs_it || any(&finding.basket),
        _ => false,
    }
}
