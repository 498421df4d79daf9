//! A table of referrals: each row, or why it is not taken.

use super::referrals::{Fault, Referral, Sent};

/// Families that a table holds.
pub const ROWS: usize = 500;

/// What can be taken, and what cannot, each with its line.
pub type Table = (Vec<(u64, Referral)>, Vec<(u64, Fault)>);

/// Why nothing of a table is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotATable {
    /// It has not the columns.
    Columns,
    /// More than [`ROWS`].
    TooMany,
}

/// Reads a table of referrals: each row, or why it is not taken.
pub fn read_table(text: &str) -> Result<Table, NotATable> {
    let (good, bad) = rows_of(text).ok_or(NotATable::Columns)?;
    if good.len() + bad.len() > ROWS {
        return Err(NotATable::TooMany);
    }
    Ok((good, bad))
}

/// No more than one row too many.
fn rows_of(text: &str) -> Option<Table> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter =
        if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().ok()?.iter().map(str::to_lowercase).collect();
    let place = |name: &str| heads.iter().position(|head| head == name);
    place("consent")?;
    place("name").or_else(|| place("phone"))?;
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (record, line) in reader.records().zip(2..) {
        let record = record.ok()?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if good.len() + bad.len() > ROWS {
            break;
        }
        let cell = |name: &str| place(name).and_then(|n| record.get(n)).unwrap_or("").to_owned();
        let yes = |name: &str| {
            matches!(cell(name).to_lowercase().as_str(), "1" | "yes" | "y" | "true" | "ydw" | "ie")
        };
        let sent = Sent {
            reference: cell("reference"),
            name: cell("name"),
            phone: cell("phone"),
            ring: cell("ring"),
            message: yes("message"),
            need: cell("need"),
            stage: cell("stage"),
            language: cell("language"),
            words: cell("words"),
            consent: yes("consent"),
        };
        match sent.read() {
            Ok(referral) => good.push((line, referral)),
            Err(fault) => bad.push((line, fault)),
        }
    }
    Some((good, bad))
}

#[cfg(test)]
mod tests {
    use visits_domain::help::HelpNeed;

    use super::*;

    #[test]
    fn a_table_is_read_row_by_row_and_says_which_are_not_taken() {
        let table =
            "name,phone,need,consent\nAnn Lee,07700 900001,money,yes\nBo,,,no\n,,,\n,,,yes\n";
        let (good, bad) = read_table(table).expect("a table");
        assert_eq!(good.len(), 1);
        assert_eq!((good[0].0, good[0].1.need), (2, Some(HelpNeed::Money)));
        assert_eq!(bad, [(3, Fault::Consent), (5, Fault::Nobody)]);
        assert!(
            read_table("name;phone;consent\nAnn;;ydw\n").is_ok_and(|(good, _)| good.len() == 1)
        );
        for no_table in ["", "name,phone\nAnn,1\n", "consent\nyes\n"] {
            assert_eq!(read_table(no_table).err(), Some(NotATable::Columns), "{no_table}");
        }
    }

    #[test]
    fn a_table_holds_no_more_than_it_says() {
        let table = |rows: usize| format!("name,consent\n{}", "Ann,yes\nBo,no\n".repeat(rows / 2));
        assert!(read_table(&table(ROWS)).is_ok());
        assert_eq!(read_table(&table(ROWS + 2)).err(), Some(NotATable::TooMany));
    }
}
