//! What families looked for, counted: never who, never the word.

use chrono::NaiveDate;
use uuid::Uuid;
use visits_domain::help::{HelpNeed, Nation, Stage};
use visits_domain::site::SiteCode;
use visits_domain::wire::{Sought, SoughtCount};

use super::{Db, Write, rows};
use crate::error::Error;
use crate::unmet::Sum;

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

/// What was looked for in some days, summed.
pub async fn sums(
    db: &Db,
    site: SiteCode,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<Sum>, Error> {
    let rows: Vec<(String, String, String, String, i64, i64)> = sqlx::query_as(
        "SELECT need, stage, nation, language, found, CAST(SUM(times) AS BIGINT) FROM sought \
         WHERE site = $1 AND day >= $2 AND day <= $3 \
         GROUP BY need, stage, nation, language, found",
    )
    .bind(site.as_str())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(db.pool())
    .await?;
    let read = |(need, stage, nation, language, found, times): (_, String, String, _, i64, i64)| {
        let need: String = need;
        let stored = |what: &str| sqlx::Error::Decode(format!("a stored {what}").into());
        Ok(Sum {
            need: match need.as_str() {
                "" => None,
                word => Some(HelpNeed::parse(word).ok_or_else(|| stored("need"))?),
            },
            stage: Stage::parse(&stage),
            nation: Nation::parse(&nation).ok_or_else(|| stored("nation"))?,
            language,
            found: found == 1,
            times: u32::try_from(times).unwrap_or(u32::MAX),
        })
    };
    rows.into_iter().map(read).collect()
}
