//! What kiosks say of themselves, written down when it changed or is getting old: 500 kiosks that
//! ask in turn must not be 500 writes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use visits_domain::wire::ChangesQuery;

use crate::error::Error;
use crate::house::House;
use crate::store::kiosks::{self, Device, Health};

/// Staff see a kiosk as away after two minutes; this is well below.
const GETS_OLD: TimeDelta = TimeDelta::seconds(45);
/// A change of the clock by less is noise of the network.
const OFFSET_NOISE_MS: i64 = 1_000;

/// What was written down last, by kiosk.
#[derive(Default)]
pub struct Told(Mutex<HashMap<String, (DateTime<Utc>, Health)>>);

impl Told {
    /// Writes a kiosk's health down, if need be.
    pub async fn note(
        &self,
        house: &House,
        device: &Device,
        query: &ChangesQuery,
    ) -> Result<(), Error> {
        let now = house.clock.now();
        let health = Health {
            cursor: i64::try_from(query.cursor).unwrap_or(i64::MAX),
            unsent: i64::try_from(query.unsent).unwrap_or(i64::MAX),
            clock_offset_ms: (query.clock - now).num_milliseconds(),
            version: query.version.chars().take(40).collect(),
            out_of_service: query.out_of_service,
        };
        if self.is_news(device, &health, now) {
            kiosks::heard_from(&house.db, device, &health, now).await?;
        }
        Ok(())
    }

    fn is_news(&self, device: &Device, health: &Health, now: DateTime<Utc>) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = told.get(device.id()).is_some_and(|(at, before)| {
            let drift = (before.clock_offset_ms - health.clock_offset_ms).abs();
            now - *at < GETS_OLD
                && now >= *at
                && before.unsent == health.unsent
                && before.cursor == health.cursor
                && before.version == health.version
                && before.out_of_service == health.out_of_service
                && drift < OFFSET_NOISE_MS
        });
        if !same {
            told.insert(device.id().to_owned(), (now, health.clone()));
        }
        !same
    }
}
