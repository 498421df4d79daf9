//! What staff do about help: they fill the directory, take talks, look at what was asked for.

use super::{Staff, StaffError};
use crate::html;

impl Staff {
    /// Takes the first urgent talk that nobody has taken.
    pub fn take_talk(&self) -> Result<(), StaffError> {
        let page = self.today()?;
        let mut buttons = page.buttons().into_iter();
        let talk = buttons.find(|b| b.address.starts_with("/talks/") && b.address.ends_with("/take"));
        let talk = talk.ok_or_else(|| StaffError::NotThere("urgent talk".to_owned()))?;
        self.send(&talk, &[]).map(|_| ())
    }

    /// How many urgent talks somebody has taken.
    pub fn talks_taken(&self) -> Result<usize, StaffError> {
        let page = self.page("/talks")?;
        let urgent = html::between(page.html(), "id=\"urgent\"", "id=\"later\"");
        let rows = urgent.unwrap_or(page.html()).split("<tr id=\"talk-").skip(1);
        let is_open = |row: &&str| html::buttons(row).iter().any(|b| b.address.ends_with("/take"));
        Ok(rows.filter(|row| !is_open(row)).count())
    }
}
