//! Records: kiosk to server.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{HelpAct, PlacesAct};
use crate::arrival::{Arrival, Joined};
use crate::encoding::Bytes;

/// What happened at a kiosk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// A family checked in.
    Arrived(Arrival),
    /// More of it came.
    Joined(Joined),
    /// Something about places at family events.
    Places(PlacesAct),
    /// Something about help.
    Help(HelpAct),
}

/// A happening as it is stored, sent and acknowledged. Its body stays the bytes that were
/// written first, so that a record which one side cannot read is still one record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The device's own sequence, from 1 without gaps.
    pub seq: u64,
    /// Made once, when it happened (`UUIDv7`).
    pub id: Uuid,
    /// The start of the machine during which it happened.
    pub epoch: Uuid,
    /// SHA-256 over id, epoch and body: 32 bytes.
    pub hash: Bytes,
    /// A [`Happening`] as JSON.
    pub body: Box<RawValue>,
}

impl Record {
    /// Builds a record from a body that was stored.
    pub fn new(seq: u64, id: Uuid, epoch: Uuid, body: Box<RawValue>) -> Self {
        let hash = Bytes(Self::hash_of(id, epoch, body.get()).to_vec());
        Self { seq, id, epoch, hash, body }
    }

    /// The hash that a record of this content must carry.
    pub fn hash_of(id: Uuid, epoch: Uuid, body: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(id.as_bytes());
        hash.update(epoch.as_bytes());
        hash.update(body.as_bytes());
        hash.finalize().into()
    }

    /// Whether the content is what the hash says.
    pub fn is_whole(&self) -> bool {
        self.hash.0 == Self::hash_of(self.id, self.epoch, self.body.get())
    }
}

/// A batch of records, in sequence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Records {
    /// At most [`RECORDS_A_CALL`](super::RECORDS_A_CALL).
    pub records: Vec<Record>,
    /// The mark after which this batch goes on. Between it and the batch's last number the device
    /// has nothing else: what is missing there is gone for good, and is not waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
}

/// The server's answer: everything up to `acknowledged` is safe with it, applied or kept as an
/// exception for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The highest contiguous sequence number stored; 0 when there is none.
    pub acknowledged: u64,
    /// The id of the record of that number. Another than the device's own: its disk is a copy
    /// that was put back, and its numbers have been used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_id: Option<Uuid>,
    /// The server's clock, for the offset.
    pub server_time: DateTime<Utc>,
}
