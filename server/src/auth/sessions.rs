//! Sessions kept in our own database, so that a restart signs nobody out. Their ends are the
//! session library's business, which goes by the machine's clock.

use async_trait::async_trait;
use tower_sessions::SessionStore;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error as StoreError, Result as StoreResult};

use crate::clock::Clock;
use crate::error::Error;
use crate::house::House;
use crate::keys::hex;
use crate::store::{kiosks, sessions};

/// Sessions in the database, under the hash of their id: reading it signs nobody in.
#[derive(Clone)]
pub struct Sessions(pub House);

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

fn key(id: &Id) -> String {
    kiosks::hash_of(hex(&id.0.to_le_bytes()).as_bytes())
}

fn backend(error: impl Into<Error>) -> StoreError {
    StoreError::Backend(error.into().to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn save(&self, record: &Record) -> StoreResult<()> {
        let data = serde_json::to_string(&record.data).map_err(backend)?;
        let expires = record.expiry_date.unix_timestamp() * 1_000_000;
        let mut tx = self.0.db.write().await.map_err(backend)?;
        sessions::put(&mut tx, &key(&record.id), &data, expires).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> StoreResult<Option<Record>> {
        let now = Clock::System.now().timestamp_micros();
        let found = sessions::get(&self.0.db, &key(id), now).await.map_err(backend)?;
        let Some((data, expires)) = found else { return Ok(None) };
        let data = serde_json::from_str(&data).map_err(backend)?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires / 1_000_000)
            .map_err(|e| StoreError::Decode(e.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> StoreResult<()> {
        let now = Clock::System.now().timestamp_micros();
        let mut tx = self.0.db.write().await.map_err(backend)?;
        sessions::remove(&mut tx, &key(id), now).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}
