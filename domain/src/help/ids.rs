//! What is named by an id. All are made by the caller (`UUIDv7`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::places::id;

id! {
    /// A service in a site's directory.
    ServiceId
}
id! {
    /// A family asked to be contacted. It says nothing of the family.
    RequestId
}
id! {
    /// Somebody wants to talk in private. It says nothing of who.
    TalkId
}
