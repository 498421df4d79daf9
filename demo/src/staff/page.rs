//! *Today* as its readers see it: what stands in the cells, not what the markup remembers.

use super::StaffError;
use crate::html::{self, Button};
use crate::ledger::desk::Stage;

/// A staff page.
#[derive(Clone, Debug)]
pub struct Page(String);

/// A row of *Today*.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a>(&'a str);

impl From<String> for Page {
    fn from(html: String) -> Self {
        Self(html)
    }
}

impl Page {
    /// All that came.
    pub fn html(&self) -> &str {
        &self.0
    }

    /// The one sentence that says why something was not done.
    pub fn said(&self) -> Option<String> {
        let said = html::text(html::between(&self.0, "<div id=\"said\"", "</div>")?);
        (!said.is_empty()).then_some(said)
    }

    /// Its buttons.
    pub fn buttons(&self) -> Vec<Button> {
        html::buttons(&self.0)
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let begun = self.0.split("<tr id=\"v-").skip(1);
        begun.map(|row| Row(row.split("</tr>").next().unwrap_or_default()))
    }

    /// The row that shows a number, a reference, or the name of somebody who is on no list.
    pub fn row_of(&self, who: &str) -> Result<Row<'_>, StaffError> {
        let is_theirs =
            |row: &Row<'_>| row.family() == who || row.numbers().iter().any(|n| n == who);
        self.rows().find(is_theirs).ok_or_else(|| StaffError::NotThere(format!("row of {who}")))
    }
}

impl<'a> Row<'a> {
    /// The visit's id, as other pages have it too.
    pub fn visit(&self) -> &'a str {
        self.0.split('"').next().unwrap_or_default()
    }

    /// Whose it is: the visit's reference; the name of somebody who is on no list.
    pub fn family(&self) -> String {
        let reference = self.cell("reference");
        if reference.chars().any(char::is_alphanumeric) { reference } else { self.cell("people") }
    }

    /// The numbers in the first column.
    pub fn numbers(&self) -> Vec<String> {
        let words = self.cell("number");
        let is_number = |word: &&str| word.chars().any(|c| c.is_ascii_digit());
        words.split_whitespace().filter(is_number).map(str::to_owned).collect()
    }

    /// How far they have come, by the words in the row; none: no ID was seen, or they are not
    /// coming in.
    pub fn stage(&self) -> Option<Stage> {
        let chip = self.cell("state");
        let chip = chip.strip_prefix("Late, ").unwrap_or(&chip);
        Stage::ALL.into_iter().rev().find(|stage| chip.starts_with(stage.words()))
    }

    /// Its buttons.
    pub fn buttons(&self) -> Vec<Button> {
        html::buttons(self.0)
    }

    /// The boxes that are not ticked, one for each adult.
    pub fn open_boxes(&self) -> Vec<Button> {
        let is_open = |button: &Button| button.sent("tick").is_some_and(|t| t.ends_with(":1"));
        self.buttons().into_iter().filter(is_open).collect()
    }

    /// The likely next thing is to see their ID.
    pub fn waits_for_id(&self) -> bool {
        let asks = |button: &Button| button.address == "/today/id-seen";
        self.buttons().iter().any(|button| asks(button) && button.sent("tick").is_none())
    }

    fn cell(&self, class: &str) -> String {
        let cell = html::between(self.0, &format!("<td class=\"{class}\""), "</td>");
        html::text(cell.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let page = r#"<div id="said" class="said"></div>
            <tr id="v-one" data-version="7"><td class="number" data-label="No."><b>A1</b> <b>B2</b> </td>
            <td class="people"><button>SHAW Jeanette</button></td><td class="reference">ab-cd</td>
            <td class="state"><span class="chip">In the hall · table 4</span></td></tr>
            <tr id="v-two"><td class="number"><span aria-hidden="true">—</span></td>
            <td class="people"><span>HOLLOWAY June</span></td><td class="reference">—</td>
            <td class="state"><span>Late, ID seen</span></td></tr>"#;
        Page(page.to_owned())
    }

    #[test]
    fn rows_are_read_as_they_are_shown() {
        let page = page();
        let rows: Vec<Row<'_>> = page.rows().collect();
        assert_eq!([rows[0].visit(), rows[1].visit()], ["one", "two"]);
        assert_eq!([rows[0].family(), rows[1].family()], ["ab-cd", "HOLLOWAY June"]);
        assert_eq!(rows[0].numbers(), ["A1", "B2"]);
        assert!(rows[1].numbers().is_empty());
        assert_eq!([rows[0].stage(), rows[1].stage()], [Some(Stage::InHall), Some(Stage::IdSeen)]);
        assert_eq!(page.row_of("B2").map(|row| row.visit()).ok(), Some("one"));
        assert!(page.row_of("B9").is_err());
    }

    #[test]
    fn a_page_that_refuses_says_why() {
        assert_eq!(page().said(), None);
        let refused = "<div id=\"said\" class=\"said\"><p class=\"note\">Look again.</p></div>";
        assert_eq!(Page(refused.to_owned()).said().as_deref(), Some("Look again."));
    }
}
