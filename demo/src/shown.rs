//! The desk's day as the pages show it: *Today*, the roll-call and the outcome file. Nothing is
//! looked up anywhere else.

use std::collections::{BTreeMap, BTreeSet};

use crate::html;
use crate::ledger::desk::{DeskDay, Ended};
use crate::staff::Page;

/// Reads the three of them.
pub fn day(today: &Page, roll_call: &Page, file: &str) -> Result<DeskDay, csv::Error> {
    let stages = today.rows().filter_map(|row| Some((row.family(), row.stage()?))).collect();
    let called = in_the_hall(roll_call);
    // A number that no row has is nobody's: it stays a number, and so a difference.
    let family =
        |number: &String| today.row_of(number).map_or_else(|_| number.clone(), |row| row.family());
    let on_roll_call = called.iter().map(family).collect();
    Ok(DeskDay { stages, on_roll_call, ended: ended(file)? })
}

/// The first number of each party under *In the hall*.
fn in_the_hall(roll_call: &Page) -> Vec<String> {
    let groups = roll_call.html().split("<section class=\"roll-group\"").skip(1);
    let is_hall = |group: &&str| {
        let title = html::between(group, "<h3", "</h3>").map(html::text);
        title.is_some_and(|title| title.starts_with("In the hall"))
    };
    let legends = groups.filter(is_hall).flat_map(|group| group.split("<legend").skip(1));
    let number = |legend: &str| Some(html::text(legend).split_whitespace().next()?.to_owned());
    legends.filter_map(|legend| number(legend.split("</legend>").next()?)).collect()
}

/// The outcomes in the file: its lines have one visitor each, and below them stands how many
/// visits are left out.
fn ended(file: &str) -> Result<BTreeSet<Ended>, csv::Error> {
    let mut people: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    for line in reader.records() {
        let line = line?;
        let cell = |index: usize| line.get(index).unwrap_or_default();
        let (reference, code, first, last) = (cell(0), cell(3), cell(4), cell(5));
        if code.is_empty() {
            continue;
        }
        let family = if reference.is_empty() {
            format!("{} {first}", last.to_uppercase())
        } else {
            reference.to_owned()
        };
        *people.entry((family, code.to_owned())).or_default() += 1;
    }
    let ended = people.into_iter().map(|((family, code), people)| Ended { family, code, people });
    Ok(ended.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roll_call_is_read_by_place() {
        let page = Page::from(
            "<section class=\"roll-group\"><h3>Waiting <span>1</span></h3><fieldset>\
             <legend><b>A1</b></legend></fieldset></section>\
             <section class=\"roll-group\"><h3>In the hall <span>2</span></h3>\
             <fieldset><legend><b>A2 B7</b> · Table 4</legend></fieldset>\
             <fieldset><legend><b>B3</b></legend></fieldset></section>"
                .to_owned(),
        );
        assert_eq!(in_the_hall(&page), ["A2", "B3"]);
    }

    #[test]
    fn the_file_is_read_by_visit() {
        let file = "\u{feff}reference,date,start,outcome,visitor_first_name,visitor_last_name,attendance,on_list,noted_at\r\n\
            ab-cd,2026-06-01,09:30,COMPLETED_NORMALLY,Jeanette,Shaw,ATTENDED,yes,2026-06-01 14:40\r\n\
            ab-cd,2026-06-01,09:30,COMPLETED_NORMALLY,Kai,Shaw,ATTENDED,yes,2026-06-01 14:40\r\n\
            ,2026-06-01,09:30,COMPLETED_NORMALLY,June,Holloway,ATTENDED,no,2026-06-01 14:40\r\n\
            \"2 visits are not in this file.\",,,,,,,,\r\n";
        let ended: Vec<Ended> = ended(file).expect("a table").into_iter().collect();
        let one = |family: &str, people| Ended {
            family: family.to_owned(),
            code: "COMPLETED_NORMALLY".to_owned(),
            people,
        };
        assert_eq!(ended, [one("HOLLOWAY June", 1), one("ab-cd", 2)]);
    }
}
