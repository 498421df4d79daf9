//! What is named by an id. All are made by the caller (`UUIDv7`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A UUID that names one sort of thing.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    };
}

pub(crate) use id;

id! {
    /// A family event on one day.
    EventId
}
id! {
    /// Places of one sort at an event: people, tables, seats on a bus.
    PoolId
}
id! {
    /// What one family asked for at one event. It says nothing of the family.
    BookingId
}
id! {
    /// A device, as the server named it at the enrolment.
    KioskId
}
id! {
    /// A stretch of a kiosk's life in which nothing can have undone what it wrote: from one start
    /// of the machine, or one life of the server, to the next. Places are granted to one of these,
    /// and no other can spend them.
    EpochId
}
