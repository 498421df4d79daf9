//! *Check in*: from a name or a reference to a number.

use visits_domain::arrival::{ArrivalNumber, Party, Route};
use visits_domain::checkin::Verdict;
use visits_domain::credential::Credential;
use visits_domain::person::{BirthDate, Surname};
use visits_domain::reference::VisitReference;
use zeroize::Zeroize as _;

use super::{CheckIn, Context, Effect, Ending, FieldNote, Press, Screen, Session};
use crate::config::Config;

/// Characters of a surname that fit the field.
const SURNAME_CHARACTERS: usize = 40;
/// A scanner's code of more is none of ours.
const SCAN_CHARACTERS: usize = 256;

pub(super) fn pressed(
    mut session: Session,
    press: Press,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    match press {
        Press::CheckIn(route) => choose_route(&mut session, route, at),
        Press::Key(key) => typed(&mut session, key, at),
        Press::Delete => delete(&mut session),
        Press::Part(part) => session.draft.born.part = part,
        Press::Next => return next(session, at),
        Press::Adults(by) if session.screen == Screen::Party => {
            let counted = counted(&session, at.config, by, 0);
            session.draft.party = counted.or(session.draft.party);
        }
        Press::Children(by) if session.screen == Screen::Party => {
            let counted = counted(&session, at.config, 0, by);
            session.draft.party = counted.or(session.draft.party);
        }
        Press::FirstVisit(first) if session.screen == Screen::FirstTime => {
            session.draft.first_visit = first;
            session.go(Screen::Needs);
        }
        Press::Need(need) if session.screen == Screen::Needs => {
            let needs = &mut session.draft.needs;
            match needs.iter().position(|chosen| *chosen == need) {
                Some(index) => drop(needs.remove(index)),
                None => needs.push(need),
            }
            needs.sort_unstable();
        }
        Press::MoreOfUs if session.screen == Screen::Done => {
            session.draft.joining = true;
            session.draft.party = Some(Party { adults: 1, children: 0 });
            session.go(Screen::Party);
        }
        Press::ScanAccepted if session.screen == Screen::ScanOffer => {
            let code = session.draft.scanned.take().unwrap_or_default();
            let (language, comfort) = (session.language, session.comfort);
            session = session.wiped(at.config);
            (session.language, session.comfort) = (language, comfort);
            session.last_touch = at.now.running;
            fill_reference(&mut session, &code, at);
        }
        Press::ScanDeclined if session.screen == Screen::ScanOffer => {
            session.draft.scanned = None;
            super::back(&mut session, at);
        }
        _ => {}
    }
    (session, vec![])
}

fn choose_route(session: &mut Session, route: Route, at: &Context<'_>) {
    let screen = match route {
        Route::Name if at.config.check_in.by_name => Screen::Surname,
        Route::Name | Route::Reference => Screen::Reference,
    };
    // Switching between the two leaves one way back: to the doors.
    if matches!(session.screen, Screen::Surname | Screen::Reference) {
        session.screen = screen;
        session.note = None;
    } else {
        session.go(screen);
    }
}

fn typed(session: &mut Session, key: char, at: &Context<'_>) {
    let rule = at.config.reference;
    let draft = &mut session.draft;
    let (field, most) = match session.screen {
        Screen::Surname if !key.is_control() => (&mut draft.surname, SURNAME_CHARACTERS),
        Screen::Reference if key.is_ascii_alphanumeric() => {
            (&mut draft.reference, rule.max_characters)
        }
        Screen::BirthDate => {
            session.note = None;
            return draft.born.typed(key);
        }
        _ => return,
    };
    session.note = None;
    if field.chars().count() < most {
        field.push(if session.screen == Screen::Reference {
            key.to_ascii_lowercase()
        } else {
            key
        });
    } else {
        session.note = Some(FieldNote::Full);
    }
}

fn delete(session: &mut Session) {
    let draft = &mut session.draft;
    let field = match session.screen {
        Screen::Surname => &mut draft.surname,
        Screen::Reference => &mut draft.reference,
        Screen::BirthDate => return draft.born.delete(),
        _ => return,
    };
    field.pop();
    session.note = None;
}

fn next(mut session: Session, at: &Context<'_>) -> (Session, Vec<Effect>) {
    match session.screen {
        Screen::Surname => match Surname::parse(&session.draft.surname) {
            Ok(_) => ask_birth_date(&mut session, Route::Name),
            Err(_) => session.note = Some(FieldNote::Empty),
        },
        Screen::Reference => {
            match VisitReference::parse(&session.draft.reference, &at.config.reference) {
                Ok(_) => ask_birth_date(&mut session, Route::Reference),
                Err(_) if session.draft.reference.is_empty() => {
                    session.note = Some(FieldNote::Empty);
                }
                Err(why) => session.note = Some(why.into()),
            }
        }
        Screen::BirthDate => match credential(&session, at) {
            Ok(credential) => {
                let effect = Effect::LookUp(session.job(), credential);
                return (session, vec![effect]);
            }
            Err(note) => session.note = Some(note),
        },
        Screen::Party if session.draft.joining => return save(session),
        Screen::Party => session.go(Screen::FirstTime),
        Screen::Needs => return save(session),
        // From the one sentence: try again, with what was typed still there.
        Screen::Outcome => super::back(&mut session, at),
        _ => {}
    }
    (session, vec![])
}

fn ask_birth_date(session: &mut Session, route: Route) {
    session.draft.route = Some(route);
    session.go(Screen::BirthDate);
}

fn credential(session: &Session, at: &Context<'_>) -> Result<Credential, FieldNote> {
    let draft = &session.draft;
    let (day, month, year) = draft.born.numbers().ok_or(FieldNote::Incomplete)?;
    let today = at.now.local().date();
    let born = BirthDate::parse(year, month, day, today)?;
    match draft.route {
        Some(Route::Reference) => Ok(Credential::Reference(
            VisitReference::parse(&draft.reference, &at.config.reference)?,
            born,
        )),
        _ => Ok(Credential::Name(
            Surname::parse(&draft.surname).map_err(|_| FieldNote::Empty)?,
            born,
        )),
    }
}

/// The look-up was answered.
pub(super) fn told(session: &mut Session, verdict: Verdict, at: &Context<'_>) {
    session.busy = None;
    session.last_touch = at.now.running; // they waited for us
    match &verdict {
        Verdict::Welcome(visit) => {
            session.draft.party = Some(Party { adults: 1, children: 0 });
            session.draft.visit = Some(visit.clone());
            session.go(Screen::Party);
        }
        Verdict::AlreadyHere(visit, number) => {
            session.draft.visit = Some(visit.clone());
            session.draft.number = Some(*number);
            session.ending = Ending::AlreadyHere;
            session.go(Screen::Done);
        }
        _ => session.go(Screen::Outcome),
    }
    session.outcome = verdict;
}

/// The party after so many more or fewer, if the site allows it.
fn counted(session: &Session, config: &Config, adults: i8, children: i8) -> Option<Party> {
    let limits = &config.check_in;
    let (party, visit) = (session.draft.party?, session.draft.visit.as_ref()?);
    let changed = Party {
        adults: party.adults.checked_add_signed(adults)?,
        children: party.children.checked_add_signed(children)?,
    };
    // The rest of a party may be children alone; a party that arrives has an adult.
    let fewest_adults = u8::from(!session.draft.joining);
    // No more than the visit is for: whoever else has come is the desk's to help, and the
    // screen says so.
    let fits = (fewest_adults..=limits.most_adults.min(visit.adults.max(1)))
        .contains(&changed.adults)
        && changed.children <= limits.most_children.min(visit.children)
        && (1..=limits.most_people).contains(&changed.adults.saturating_add(changed.children));
    fits.then_some(changed)
}

/// Whether a party may have so many more or fewer.
pub fn party_allows(session: &Session, config: &Config, adults: i8, children: i8) -> bool {
    counted(session, config, adults, children).is_some()
}

fn save(mut session: Session) -> (Session, Vec<Effect>) {
    let (Some(visit), Some(party)) = (session.draft.visit.clone(), session.draft.party) else {
        return (session, vec![]);
    };
    let draft = &session.draft;
    let route = draft.route.unwrap_or(Route::Name);
    let joining = draft.number.filter(|_| draft.joining);
    let check_in = CheckIn {
        visit: visit.visit,
        party,
        first_visit: draft.first_visit,
        needs: draft.needs.clone(),
        language: session.language,
        route,
    };
    let job = session.job();
    let effect = match joining {
        Some(number) => Effect::Join(job, visit.visit, number, party),
        None => Effect::CheckIn(job, check_in),
    };
    (session, vec![effect])
}

/// The commit returned.
pub(super) fn saved(session: &mut Session, number: ArrivalNumber) {
    session.busy = None;
    session.ending = if session.draft.joining { Ending::Joined } else { Ending::Fresh };
    session.draft.joining = false;
    session.draft.number = Some(number);
    // What they typed has done its work.
    session.draft.surname.zeroize();
    session.draft.reference.zeroize();
    session.draft.born.zeroize();
    session.go(Screen::Done);
    session.history.clear(); // nothing leads back into a check-in that is done
}

/// A code fills in the reference where one is asked for; anywhere else it asks first.
pub(super) fn scanned(
    mut session: Session,
    code: String,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    session.still_there = false;
    if session.busy.is_some() || code.len() > SCAN_CHARACTERS {
        return (session, vec![]);
    }
    // A code that is a visit's is a visit's.
    let is_a_visits = VisitReference::parse(&code, &at.config.reference).is_ok();
    if !is_a_visits && super::days::scanned(&mut session, &code) {
        return (session, vec![]);
    }
    match session.screen {
        Screen::Welcome | Screen::Surname | Screen::Reference => {
            fill_reference(&mut session, &code, at);
        }
        Screen::ScanOffer => session.draft.scanned = Some(code),
        _ => {
            session.draft.scanned = Some(code);
            session.go(Screen::ScanOffer);
        }
    }
    (session, vec![])
}

fn fill_reference(session: &mut Session, code: &str, at: &Context<'_>) {
    choose_route(session, Route::Reference, at);
    match VisitReference::parse(code, &at.config.reference) {
        Ok(reference) => {
            reference.compact().clone_into(&mut session.draft.reference);
            ask_birth_date(session, Route::Reference);
        }
        // Not shown: a code of another thing may hold anything.
        Err(why) => session.note = Some(why.into()),
    }
}
