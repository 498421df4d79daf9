//! Finding a family by a surname that was typed in a hurry. Pure.

use std::collections::HashSet;

use visits_domain::person::Surname;
use visits_domain::visit::VisitHandle;

use super::Row;
use crate::store::visits::{Visit, Visitor};

/// By what rows of people who are not here are sorted.
pub fn sort_name(visit: &Visit) -> String {
    visit.visitors.first().map(|v| folded(&v.last)).unwrap_or_default()
}

fn folded(name: &str) -> String {
    Surname::parse(name).map(|name| name.folded().to_owned()).unwrap_or_default()
}

/// The rows that were meant: by number, by reference, by a surname or one of its parts that
/// begins so; where there is none, by one that is nearly so.
pub fn of_name(rows: Vec<Row>, visits: &[Visit], typed: &str) -> Vec<Row> {
    let typed = typed.trim();
    if typed.is_empty() {
        return rows;
    }
    let wanted = folded(typed);
    let by_text = |row: &Row| has_number(row, typed) || has_reference(row, typed);
    let begins = of_people(visits, |name| !wanted.is_empty() && name.starts_with(&wanted));
    let exact = |row: &Row| by_text(row) || begins.contains(&row.visit);
    if rows.iter().any(exact) {
        return rows.into_iter().filter(|row| exact(row)).collect();
    }
    let nearly = of_people(visits, |name| is_nearly(name, &wanted));
    rows.into_iter().filter(|row| nearly.contains(&row.visit)).collect()
}

fn has_number(row: &Row, typed: &str) -> bool {
    row.numbers.iter().chain(&row.also).any(|number| number.eq_ignore_ascii_case(typed))
}

/// At least two groups of a reference: fewer letters are the beginning of too many names.
fn has_reference(row: &Row, typed: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
    };
    let (reference, typed) = (letters(&row.reference), letters(typed));
    typed.len() >= 4 && reference.starts_with(&typed)
}

fn of_people(visits: &[Visit], matches: impl Fn(&str) -> bool) -> HashSet<VisitHandle> {
    let any = |visit: &&Visit| visit.visitors.iter().any(|v| names(v).any(|name| matches(&name)));
    visits.iter().filter(any).map(|visit| visit.handle).collect()
}

/// The whole surname, each part of a double one, and surname and first name the other way round.
fn names(visitor: &Visitor) -> impl Iterator<Item = String> {
    let parts = visitor.last.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let whole = format!("{} {}", visitor.last, visitor.first);
    let other_way = format!("{} {}", visitor.first, visitor.last);
    let mut names: Vec<String> =
        parts.filter(|part| part.chars().count() > 1).map(folded).collect();
    names.extend([folded(&visitor.last), folded(&whole), folded(&other_way)]);
    names.into_iter().filter(|name| !name.is_empty())
}

/// One slip for a short name, two for a longer one, three from ten letters on; two letters that
/// changed places are one slip. What was typed may be a beginning.
fn is_nearly(name: &str, wanted: &str) -> bool {
    let length = wanted.chars().count();
    let allowed = match length {
        0..=2 => return false,
        3..=4 => 1,
        5..=9 => 2,
        _ => 3,
    };
    let beginning: String = name.chars().take(length).collect();
    [name, &beginning].into_iter().any(|name| strsim::osa_distance(name, wanted) <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_mistakes_are_forgiven_and_other_names_are_not_found() {
        for (name, typed) in [
            ("Okafor", "okaofr"),
            ("Okafor", "OKAFFOR"),
            ("Wiśniewska", "wisnevska"),
            ("Siôn", "sino"),
            ("Jones", "jnoes"),
            ("Kowalczyk", "kowalchik"),
        ] {
            assert!(is_nearly(&folded(name), &folded(typed)), "{typed} for {name}");
        }
        for (name, typed) in [
            ("Okafor", "patel"),
            ("Shaw", "shepherd"),
            ("Li", "lo"),
            ("Jones", "evans"),
            ("Evans", "jo"),
        ] {
            assert!(!is_nearly(&folded(name), &folded(typed)), "{typed} for {name}");
        }
    }
}
