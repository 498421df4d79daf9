//! Sheets and files that are noted when they are made.

use std::collections::HashMap;

use chrono::NaiveDate;
use visits_domain::visit::VisitHandle;

use super::{Desk, Officer};
use crate::audit::Noted;
use crate::error::Error;
use crate::house::House;
use crate::store::visitors;

/// Whom the parties of these visits visit, for the desk pack that names them: name and number.
pub async fn prisoners(
    house: &House,
    officer: Officer<'_>,
    visits: &[VisitHandle],
) -> Result<HashMap<VisitHandle, String>, Error> {
    let mut desk = Desk::open(house, officer).await?;
    let mut names = HashMap::new();
    for visit in visits {
        let found = visitors::prisoner(&mut desk.tx, officer.site, *visit).await?;
        let (number, name) = found.unwrap_or_default();
        names.insert(*visit, format!("{name} {number}").trim().to_owned());
    }
    desk.note(Noted::PrisonersPrinted, desk.today.to_string()).await?;
    desk.tx.commit().await?;
    Ok(names)
}

/// The outcomes of a session (or of the day) leave as a file.
pub async fn exported(
    house: &House,
    officer: Officer<'_>,
    (day, session): (NaiveDate, &str),
) -> Result<(), Error> {
    let mut desk = Desk::open(house, officer).await?;
    desk.note(Noted::OutcomesExported, format!("{day} {session}")).await?;
    desk.tx.commit().await?;
    Ok(())
}
