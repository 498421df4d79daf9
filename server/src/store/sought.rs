//! What families looked for, counted: never who, never the word.

use uuid::Uuid;
use visits_domain::site::SiteCode;
use visits_domain::wire::{Sought, SoughtCount};

use super::{Write, rows};
use crate::error::Error;

/// Stores what one record counted. The same record again changes nothing.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    record: Uuid,
    sought: &Sought,
) -> Result<(), Error> {
    let (record, day) = (record.to_string(), sought.date.to_string());
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO sought \
             (site, record, day, need, stage, nation, language, found, times) VALUES",
            9,
            "ON CONFLICT (site, record, day, need, stage, nation, language, found) DO NOTHING",
        ),
        &sought.counts,
        |count: &SoughtCount, values| {
            values.text(site.as_str()).text(&record).text(&day);
            values.text(count.need.map_or("", |need| need.as_str()));
            values.text(count.stage.map_or("", |stage| stage.as_str()));
            values.text(count.nation.as_str()).text(&count.language);
            values.int(i64::from(count.found)).int(i64::from(count.times));
        },
    )
    .await
}
