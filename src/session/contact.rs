//! *Ask someone to contact me*, and a private talk that can wait: whom to contact and how it is
//! safe, sealed and written down once.

use visits_domain::arrival::Language;
use visits_domain::help::{About, Contact, HelpNeed, Receipt, ServiceId, Stage};
use visits_domain::phone;
use visits_domain::wish::Ring;
use zeroize::Zeroize as _;

use super::{Context, Effect, FieldNote, Press, Screen, Session};

/// When it is safe to ring. Who wants no call at all leaves no number.
pub const RINGS: [Ring; 4] = [Ring::AnyTime, Ring::Mornings, Ring::Afternoons, Ring::Evenings];

/// A control of these screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactPress {
    /// This service is to contact them.
    About(ServiceId),
    /// The visits team's own family worker is.
    FamilyWorker,
    /// They agree to who may have what they type.
    Agree,
    /// This answer of the list.
    Choose(usize),
    /// The answers are right.
    Save,
    /// The receipt was read.
    Done,
}

/// A field that is typed on our keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactField {
    /// What they want to say.
    Words,
    /// Who they are.
    Name,
    /// How to ring them.
    Phone,
}

/// A question with answers to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactQuestion {
    /// When is it safe to ring?
    Ring,
    /// May a message be left?
    Message,
}

/// What it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A private talk that can wait.
    Talk(About),
    /// Somebody is to contact them.
    Contact(Asked),
}

/// Who is to contact a family, and what brought it there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of which service; none: the visits team's own family worker.
    pub service: Option<ServiceId>,
    /// Who runs it, as the screen names it; empty: the visits team.
    pub organization: String,
    /// What they looked for.
    pub need: Option<HelpNeed>,
    /// Where they are on their way, where they said so.
    pub stage: Option<Stage>,
}

/// What is written down, before it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToContact {
    /// What for.
    pub purpose: Purpose,
    /// On the screen.
    pub language: Language,
    /// All that was typed.
    pub contact: Contact,
}

/// All of a family's way through these screens. Zeroed when it is dropped.
#[derive(Clone, Debug)]
pub struct Contacting {
    /// What it is for.
    pub purpose: Purpose,
    /// As typed.
    pub words: String,
    /// As typed.
    pub name: String,
    /// As typed.
    pub phone: String,
    /// Chosen.
    pub ring: Option<Ring>,
    /// A message may be left.
    pub message: bool,
    /// Somebody rings them.
    pub rings: bool,
    /// With which they ask about it, once it is on the disk.
    pub receipt: Option<Receipt>,
    /// A number that is none of the United Kingdom's, and that they were asked about.
    looked_at: String,
    /// How far *Back* may lead when it is written down.
    from: usize,
}

impl Drop for Contacting {
    fn drop(&mut self) {
        self.forget();
    }
}

impl Contacting {
    fn new(purpose: Purpose, from: usize) -> Self {
        Self {
            purpose,
            words: String::new(),
            name: String::new(),
            phone: String::new(),
            ring: None,
            message: false,
            rings: false,
            receipt: None,
            looked_at: String::new(),
            from,
        }
    }

    fn forget(&mut self) {
        for typed in [&mut self.words, &mut self.name, &mut self.phone, &mut self.looked_at] {
            typed.zeroize();
        }
    }

    /// Whether it is a private talk.
    pub fn is_talk(&self) -> bool {
        matches!(self.purpose, Purpose::Talk(_))
    }

    /// Who alone may have it, as the screen names it. Empty: the visits team.
    pub fn organization(&self) -> &str {
        match &self.purpose {
            Purpose::Talk(_) => "",
            Purpose::Contact(asked) => &asked.organization,
        }
    }

    /// The field as typed so far.
    pub fn typed(&self, field: ContactField) -> &str {
        match field {
            ContactField::Words => &self.words,
            ContactField::Name => &self.name,
            ContactField::Phone => &self.phone,
        }
    }

    /// Whether the field may be left out.
    pub fn may_be_empty(&self, field: ContactField) -> bool {
        self.is_talk() || field == ContactField::Words
    }

    /// All screens after the consent, in their order, as far as is known by now.
    fn way(&self) -> Vec<Screen> {
        use ContactField::{Name, Phone, Words};
        let rings = [ContactQuestion::Ring, ContactQuestion::Message];
        let rings = rings.map(Screen::ContactChoose).into_iter().filter(|_| !self.phone.is_empty());
        let (first, last): (&[_], &[_]) =
            if self.is_talk() { (&[Words, Name, Phone], &[]) } else { (&[Name, Phone], &[Words]) };
        let fields = |fields: &[ContactField]| -> Vec<Screen> {
            fields.iter().copied().map(Screen::ContactType).collect()
        };
        let mut way: Vec<Screen> =
            fields(first).into_iter().chain(rings).chain(fields(last)).collect();
        way.push(Screen::ContactCheck);
        way
    }

    fn room(field: ContactField) -> usize {
        match field {
            ContactField::Words => 100, // two lines that can be read
            ContactField::Name => 60,
            ContactField::Phone => 18,
        }
    }

    fn take(&mut self, field: ContactField, key: char) -> Option<FieldNote> {
        let is_ours = match field {
            ContactField::Words | ContactField::Name => !key.is_control(),
            ContactField::Phone => key.is_ascii_digit() || key == '+',
        };
        if !is_ours {
            return None;
        }
        let text = self.typed_mut(field);
        if text.chars().count() == Self::room(field) {
            return Some(FieldNote::Full);
        }
        text.push(key);
        None
    }

    fn typed_mut(&mut self, field: ContactField) -> &mut String {
        match field {
            ContactField::Words => &mut self.words,
            ContactField::Name => &mut self.name,
            ContactField::Phone => &mut self.phone,
        }
    }

    /// Why what was typed will not do. A number from elsewhere is asked about once.
    fn fault(&mut self, field: ContactField) -> Option<FieldNote> {
        let is_empty = match field {
            ContactField::Name => !self.name.chars().any(char::is_alphabetic),
            _ => self.typed(field).is_empty(),
        };
        if is_empty {
            return (!self.may_be_empty(field)).then_some(FieldNote::Empty);
        }
        if field == ContactField::Phone
            && uk_number(&self.phone).is_none()
            && self.looked_at != self.phone
        {
            self.looked_at.clone_from(&self.phone);
            return Some(FieldNote::OtherShape);
        }
        None
    }

    fn to_contact(&self, language: Language) -> ToContact {
        let ring = self.ring.filter(|_| !self.phone.is_empty());
        ToContact {
            purpose: self.purpose.clone(),
            language,
            contact: Contact {
                name: self.name.clone(),
                phone: written(&self.phone),
                ring: ring.unwrap_or(Ring::Never),
                message: ring.is_some() && self.message,
                words: self.words.clone(),
                organization: self.organization().to_owned(),
            },
        }
    }
}

/// A number of the United Kingdom that can be rung, as it is read aloud. No short line: that is not
/// a family's.
fn uk_number(typed: &str) -> Option<String> {
    phone::grouped(typed).filter(|number| number.starts_with('0'))
}

/// As it is read aloud; what is no number as it was typed.
pub fn written(typed: &str) -> String {
    uk_number(typed).or_else(|| phone::abroad(typed)).unwrap_or_else(|| typed.to_owned())
}

/// Whether a press on this screen is one of a family's way here.
pub(super) fn is_on(session: &Session) -> bool {
    session.draft.contacting.is_some()
        && matches!(
            session.screen,
            Screen::ContactConsent
                | Screen::ContactType(_)
                | Screen::ContactChoose(_)
                | Screen::ContactCheck
                | Screen::ContactTaken
        )
}

/// The way begins.
pub(super) fn begin(session: &mut Session, purpose: Purpose) {
    let first = match purpose {
        Purpose::Talk(_) => Screen::ContactType(ContactField::Words),
        Purpose::Contact(_) => Screen::ContactConsent,
    };
    // Who went back and comes again finds what was typed: nothing is entered twice.
    let is_same = |before: &Contacting| before.purpose == purpose && before.receipt.is_none();
    let kept = session.draft.contacting.take().filter(|before| is_same(before));
    let from = session.history.len() + 1;
    let mut contacting = kept.unwrap_or_else(|| Box::new(Contacting::new(purpose, from)));
    contacting.from = from;
    session.draft.contacting = Some(contacting);
    session.go(first);
}

pub(super) fn pressed(
    mut session: Session,
    press: ContactPress,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    match press {
        ContactPress::About(service) => {
            if let Some(asked) = super::help::asked(&session, service) {
                begin(&mut session, Purpose::Contact(asked));
            }
        }
        ContactPress::FamilyWorker if matches!(session.screen, Screen::Topic(_) | Screen::Help) => {
            begin(&mut session, Purpose::Contact(Asked::default()));
        }
        ContactPress::Agree if session.screen == Screen::ContactConsent => on(&mut session),
        ContactPress::Choose(which) => choose(&mut session, which),
        ContactPress::Save if session.screen == Screen::ContactCheck => return save(session),
        ContactPress::Done if session.screen == Screen::ContactTaken => {
            let is_talk = session.draft.contacting.take().is_some_and(|it| it.is_talk());
            if is_talk {
                session = session.wiped(at.config); // nobody reads on whom it was about
            } else {
                super::back(&mut session, at);
            }
        }
        _ => {}
    }
    (session, vec![])
}

/// On from the screen that is shown.
fn on(session: &mut Session) {
    let Some(contacting) = &session.draft.contacting else { return };
    let way = contacting.way();
    let next = match way.iter().position(|screen| *screen == session.screen) {
        Some(here) => way.get(here + 1),
        None => way.first(), // from the consent
    };
    if let Some(next) = next {
        session.go(*next);
    }
}

fn choose(session: &mut Session, which: usize) {
    let Screen::ContactChoose(question) = session.screen else { return };
    let Some(contacting) = session.draft.contacting.as_mut() else { return };
    match question {
        ContactQuestion::Ring => {
            let Some(ring) = RINGS.get(which) else { return };
            contacting.ring = Some(*ring);
        }
        ContactQuestion::Message => contacting.message = which == 0,
    }
    on(session);
}

/// A key, or *Next*.
pub(super) fn typed(mut session: Session, press: Press) -> (Session, Vec<Effect>) {
    let Screen::ContactType(field) = session.screen else { return (session, vec![]) };
    let Some(contacting) = session.draft.contacting.as_mut() else { return (session, vec![]) };
    match press {
        Press::Key(key) => session.note = contacting.take(field, key),
        Press::Delete => {
            contacting.typed_mut(field).pop();
            session.note = None;
        }
        Press::Next => match contacting.fault(field) {
            None => on(&mut session),
            fault => session.note = fault,
        },
        _ => {}
    }
    (session, vec![])
}

fn save(mut session: Session) -> (Session, Vec<Effect>) {
    let language = session.language;
    let to_contact = session.draft.contacting.as_ref().map(|it| it.to_contact(language));
    let effect = to_contact.map(|it| Effect::Contact(session.job(), Box::new(it)));
    (session, effect.into_iter().collect())
}

/// It is on the disk under this receipt, or the disk failed.
pub(super) fn written_down(session: &mut Session, receipt: Option<Receipt>, at: &Context<'_>) {
    session.busy = None;
    session.last_touch = at.now.running;
    let Some(contacting) = session.draft.contacting.as_mut() else { return };
    let Some(receipt) = receipt else {
        session.note = Some(FieldNote::NotSaved);
        return;
    };
    // What was typed has done its work, and nothing leads back into it: it would be another one.
    contacting.rings = !contacting.phone.is_empty();
    contacting.forget();
    contacting.receipt = Some(receipt);
    let from = contacting.from;
    session.go(Screen::ContactTaken);
    session.history.truncate(from);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_grouped_as_it_is_read_aloud_and_what_is_none_stays() {
        for (typed, read) in [
            ("07700900123", "07700 900123"),
            ("+447700900123", "07700 900123"),
            ("00442079460123", "020 7946 0123"),
            ("08088082003", "0808 808 2003"),
            ("01632960001", "01632 960001"),
            ("01134960000", "0113 496 0000"),
            ("+353861234567", "+353 861 234 567"),
            ("999", "999"),
            ("07700900", "07700900"),
        ] {
            assert_eq!(written(typed), read);
        }
    }

    #[test]
    fn a_number_from_elsewhere_is_asked_about_once_and_then_taken() {
        let mut contacting = Contacting::new(Purpose::Contact(Asked::default()), 0);
        assert_eq!(contacting.fault(ContactField::Phone), Some(FieldNote::Empty));
        for key in "+353 86x1".chars() {
            assert_eq!(contacting.take(ContactField::Phone, key), None);
        }
        assert_eq!(contacting.phone, "+353861");
        assert_eq!(contacting.fault(ContactField::Phone), Some(FieldNote::OtherShape));
        assert_eq!(contacting.fault(ContactField::Phone), None);
        let _ = contacting.take(ContactField::Phone, '2');
        assert_eq!(contacting.fault(ContactField::Phone), Some(FieldNote::OtherShape));
    }
}
