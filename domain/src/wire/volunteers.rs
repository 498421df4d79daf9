//! What volunteers do at a kiosk.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{KeyholderCode, Waiting};

/// What a volunteer does with a family that waits. Sent at once or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolunteerActs {
    /// Of [`WaitingFamily`](super::WaitingFamily).
    pub family: Uuid,
    /// Whose PIN opened the mode.
    pub by: KeyholderCode,
    /// What.
    pub act: VolunteerAct,
}

/// What a volunteer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VolunteerAct {
    /// Goes to them.
    Claim,
    /// Cannot; somebody else should.
    HandBack,
    /// They were helped.
    Done,
}

/// How the families stand afterwards. A claim that came second is seen in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolunteerAnswer {
    /// As [`News::Waiting`](super::News::Waiting) says it.
    pub waiting: Waiting,
}
