//! What is typed on these screens: how much of it, and whether it will do.

use visits_domain::places::{BookingReference, NotABookingReference};

use super::{BornOf, Days, Field, way};
use crate::session::{Context, DatePart, Effect, FieldNote, Press, Screen, Session};

/// Of a booking's reference, without hyphens.
pub const REFERENCE_CHARACTERS: usize = 9;
/// Of a prison number.
const NUMBER_CHARACTERS: usize = 7;
/// Of a telephone number, at least.
const PHONE_AT_LEAST: usize = 6;

/// How much of a field there is room for.
fn room(field: Field) -> usize {
    match field {
        Field::Whom | Field::Lead => 60,
        Field::Number => NUMBER_CHARACTERS,
        Field::Phone => 18,
        Field::Diet => 80,
        Field::Reference => REFERENCE_CHARACTERS,
    }
}

/// The character as it is kept; none: it is none of this field's.
fn taken(field: Field, key: char) -> Option<char> {
    let is_ours = match field {
        Field::Whom | Field::Lead | Field::Diet => !key.is_control(),
        Field::Number | Field::Reference => key.is_ascii_alphanumeric(),
        Field::Phone => key.is_ascii_digit() || key == '+',
    };
    let is_upper = matches!(field, Field::Number | Field::Reference);
    is_ours.then(|| if is_upper { key.to_ascii_uppercase() } else { key })
}

fn typed_mut(days: &mut Days, field: Field) -> &mut String {
    match field {
        Field::Whom => &mut days.whom,
        Field::Number => &mut days.number,
        Field::Lead => &mut days.lead,
        Field::Phone => &mut days.phone,
        Field::Diet => &mut days.diet,
        Field::Reference => &mut days.reference,
    }
}

/// A key, a count, *Next*: whatever these screens share with others.
pub(in crate::session) fn pressed(
    mut session: Session,
    press: Press,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    let screen = session.screen;
    let Some(days) = session.draft.days.as_mut() else { return (session, vec![]) };
    match (press, screen) {
        (Press::Key(key), Screen::DaysType(field)) => {
            session.note = type_one(days, field, key);
        }
        (Press::Delete, Screen::DaysType(field)) => {
            typed_mut(days, field).pop();
            session.note = None;
        }
        (_, Screen::DaysBorn(of)) if press != Press::Next => {
            let born = match of {
                BornOf::Lead => &mut days.lead_born,
                BornOf::Child(_) => &mut days.child_born,
                BornOf::Booked => &mut days.booked_born,
            };
            match press {
                Press::Key(key) => born.typed(key),
                Press::Delete => born.delete(),
                Press::Part(part) => born.part = part,
                _ => {}
            }
            session.note = None;
        }
        (Press::Next, _) => return way::next(session, at),
        _ => way::shared(&mut session, press, at),
    }
    (session, vec![])
}

fn type_one(days: &mut Days, field: Field, key: char) -> Option<FieldNote> {
    let text = typed_mut(days, field);
    let key = taken(field, key)?;
    if text.chars().count() == room(field) {
        return Some(FieldNote::Full);
    }
    text.push(key);
    None
}

/// Why what was typed will not do.
pub(super) fn fault(session: &Session, field: Field) -> Option<FieldNote> {
    let days = session.draft.days.as_ref()?;
    let text = days.typed(field);
    match field {
        Field::Whom | Field::Lead => {
            (!text.chars().any(char::is_alphabetic)).then_some(FieldNote::Empty)
        }
        Field::Number => {
            (!text.is_empty() && !is_prison_number(text)).then_some(FieldNote::OtherShape)
        }
        Field::Phone if text.is_empty() => Some(FieldNote::Empty),
        Field::Phone => (text.len() < PHONE_AT_LEAST).then_some(FieldNote::TooShort),
        Field::Diet | Field::Reference => None,
    }
}

/// A letter, four digits, two letters.
fn is_prison_number(text: &str) -> bool {
    text.len() == NUMBER_CHARACTERS
        && text.char_indices().all(|(place, c)| {
            if (1..5).contains(&place) { c.is_ascii_digit() } else { c.is_ascii_uppercase() }
        })
}

/// A booking's reference was typed to its end.
pub(super) fn reference_typed(session: &mut Session) {
    let Some(days) = &session.draft.days else { return };
    session.note = match BookingReference::parse(&days.reference) {
        Ok(_) => return session.go(Screen::DaysBorn(BornOf::Booked)),
        Err(_) if days.reference.is_empty() => Some(FieldNote::Empty),
        Err(_) if days.reference.len() < REFERENCE_CHARACTERS => Some(FieldNote::TooShort),
        Err(NotABookingReference::OtherShape) => Some(FieldNote::OtherShape),
        Err(NotABookingReference::Mistyped) => Some(FieldNote::Mistyped),
    };
}

/// A scanned code is a booking's reference, where one can be asked for. False: it is not.
pub(in crate::session) fn scanned(session: &mut Session, code: &str) -> bool {
    let is_place = matches!(
        session.screen,
        Screen::Welcome | Screen::Days | Screen::DaysType(Field::Reference)
    );
    let Ok(reference) = BookingReference::parse(code) else { return false };
    if !is_place {
        return false;
    }
    if session.screen == Screen::Welcome {
        session.draft.days = Some(Box::default());
        session.go(Screen::Days);
    }
    if let Some(days) = &mut session.draft.days {
        reference.compact().clone_into(&mut days.reference);
        days.booked_born.part = DatePart::Day;
    }
    session.go(Screen::DaysBorn(BornOf::Booked));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prison_number_is_a_letter_four_digits_and_two_letters() {
        for (text, is_one) in
            [("A1234BC", true), ("A1234B", false), ("12345BC", false), ("A12345C", false)]
        {
            assert_eq!(is_prison_number(text), is_one, "{text}");
        }
    }

    #[test]
    fn each_field_takes_its_own_characters_and_no_more_than_there_is_room_for() {
        let mut days = Days::default();
        for key in "a1234bcd".chars() {
            type_one(&mut days, Field::Number, key);
        }
        "07700-900 123".chars().for_each(|key| {
            let _ = type_one(&mut days, Field::Phone, key);
        });
        assert_eq!((days.number.as_str(), days.phone.as_str()), ("A1234BC", "07700900123"));
        assert_eq!(type_one(&mut days, Field::Number, 'x'), Some(FieldNote::Full));
        type_one(&mut days, Field::Lead, '\u{8}');
        assert!(days.lead.is_empty());
    }
}
