//! What Argon2id made of a credential, kept so that an import does not pay 25 ms for each again.
//!
//! A secret is found by the hash of salt and credential: another name, date of birth, reference
//! or salt is another secret. It says nothing that this database does not say in clear.

use std::collections::{HashMap, HashSet};

use visits_domain::sealing::Secret;
use visits_domain::site::SiteCode;

use super::{Db, Write, rows};
use crate::error::Error;

/// All kept secrets of a site, by credential.
pub async fn all(db: &Db, site: SiteCode) -> Result<HashMap<String, Secret>, Error> {
    let rows: Vec<(String, Vec<u8>)> =
        sqlx::query_as("SELECT credential, secret FROM card_secrets WHERE site = $1")
            .bind(site.as_str())
            .fetch_all(db.pool())
            .await?;
    let known = rows
        .into_iter()
        .filter_map(|(credential, secret)| Some((credential, Secret(secret.try_into().ok()?))));
    Ok(known.collect())
}

/// Keeps secrets.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    secrets: &[(String, Secret)],
) -> Result<(), Error> {
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO card_secrets (site, credential, secret) VALUES",
            3,
            "ON CONFLICT (site, credential) DO NOTHING",
        ),
        secrets,
        |(credential, secret), values| {
            values.text(site.as_str()).text(credential.as_str()).blob(&secret.0);
        },
    )
    .await
}

/// Forgets all but these.
pub async fn keep_only(
    tx: &mut Write,
    site: SiteCode,
    known: &HashMap<String, Secret>,
    wanted: &HashSet<String>,
) -> Result<(), Error> {
    for credential in known.keys().filter(|credential| !wanted.contains(*credential)) {
        sqlx::query("DELETE FROM card_secrets WHERE site = $1 AND credential = $2")
            .bind(site.as_str())
            .bind(credential.as_str())
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}
