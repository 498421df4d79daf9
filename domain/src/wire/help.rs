//! Help: what families ask for, what was looked for, and what a kiosk may show.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::arrival::{ArrivalNumber, Language};
use crate::encoding::Bytes;
use crate::help::{About, HelpNeed, Nation, RequestId, ServiceId, Stage, TalkId};

/// Something about help, in a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum HelpAct {
    /// A family asked to be contacted.
    ContactAsked(ContactAsked),
    /// Somebody wants to talk in private, and it is not urgent. What is urgent is no record: see
    /// [`UrgentTalk`].
    TalkAsked(TalkAsked),
    /// Something about a service is wrong.
    ServiceWrong(ServiceWrong),
    /// What was looked for.
    Sought(Sought),
}

/// A family asked to be contacted, and agreed to who may have what it typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAsked {
    /// Made by the kiosk.
    pub request: RequestId,
    /// Of which service; none: the visits team's own family worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// What it is about, where they came from a need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<HelpNeed>,
    /// Where they are on their way, where they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// On the screen.
    pub language: Language,
    /// When, corrected by the offset to the server.
    pub at: DateTime<Utc>,
    /// Said at the desk when they ask about it, or no longer want it. Without separators.
    pub receipt: String,
    /// A [`Contact`](crate::help::Contact), sealed for `request`.
    pub sealed: Bytes,
}

/// Somebody wants to talk in private, and it can wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkAsked {
    /// Made by the kiosk.
    pub talk: TalkId,
    /// What about.
    pub about: About,
    /// On the screen.
    pub language: Language,
    /// When, corrected by the offset to the server.
    pub at: DateTime<Utc>,
    /// Said at the desk when they ask about it. Without separators.
    pub receipt: String,
    /// A [`Contact`](crate::help::Contact), sealed for `talk`.
    pub sealed: Bytes,
}

/// Something about a service is wrong, as a family found it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceWrong {
    /// Which.
    pub service: ServiceId,
    /// What.
    pub what: Mistake,
    /// The local day. No time of day: nobody is to be found by it.
    pub date: NaiveDate,
}

/// What is wrong about a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// Nobody answers, or it is another's.
    Number,
    /// There is no such service any more.
    Gone,
    /// It does not help as it says.
    Words,
    /// Something else.
    Other,
}

impl Mistake {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Number, Self::Gone, Self::Words, Self::Other];
}

/// How often something was looked for, on one day at one kiosk. Told in one record for all of an
/// hour or more, so that no search stands beside an arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sought {
    /// The local day.
    pub date: NaiveDate,
    /// Each kind once.
    pub counts: Vec<SoughtCount>,
}

/// How often one thing was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoughtCount {
    /// What; none: a word was searched for. The word is written down nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<HelpNeed>,
    /// Where on the way, where they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Where they live.
    pub nation: Nation,
    /// On the screen, or the language they wanted help in. ISO 639-1.
    pub language: String,
    /// Whether anything was found.
    pub found: bool,
    /// How often.
    pub times: u32,
}

/// Somebody wants to talk in private, now. Sent at once or not at all: it is never stored on the
/// kiosk and never queued. `POST /api/v1/talks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgentTalk {
    /// Made by the kiosk; sending it twice raises one alarm.
    pub talk: TalkId,
    /// What about.
    pub about: About,
    /// Where they sit, in words that staff know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<String>,
    /// Their number, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<ArrivalNumber>,
    /// Their number may be called at the desk, "about your form".
    #[serde(default)]
    pub call_number: bool,
    /// On the screen.
    pub language: Language,
}

/// The server has stored the talk, and every open staff page sounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkStored {
    /// The talk.
    pub talk: TalkId,
    /// Somebody has taken it already: it was sent before.
    #[serde(default)]
    pub taken: bool,
}
