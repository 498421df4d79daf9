//! How a visit went and who came, in the Ministry's own words. Pure.

macro_rules! codes {
    ($(#[$doc:meta])* $Name:ident { $($(#[$about:meta])* $name:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $Name { $($(#[$about])* $name,)* }
        impl $Name {
            /// All, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// As the Ministry's systems write it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
            /// Reads a code.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

codes! {
    /// How a visit ended, of the codes that a visits desk can know. Cancelling beforehand and
    /// errors of administration belong to the booking system.
    Outcome {
        /// It took place.
        CompletedNormally = "COMPLETED_NORMALLY",
        /// It took place; the visitors ended it early.
        VisitorCompletedEarly = "VISITOR_COMPLETED_EARLY",
        /// It took place; the person inside ended it early.
        PrisonerCompletedEarly = "PRISONER_COMPLETED_EARLY",
        /// It took place; staff ended it.
        TerminatedByStaff = "TERMINATED_BY_STAFF",
        /// Nobody came.
        VisitorDidNotArrive = "VISITOR_DID_NOT_ARRIVE",
        /// They came and went away again before the search.
        VisitorDeclinedEntry = "VISITOR_DECLINED_ENTRY",
        /// ID, search or dog.
        VisitorFailedSecurityChecks = "VISITOR_FAILED_SECURITY_CHECKS",
        /// No visiting order was left for it.
        NoVisitingOrder = "NO_VISITING_ORDER",
        /// The person inside did not come.
        PrisonerRefusedToAttend = "PRISONER_REFUSED_TO_ATTEND",
        /// The prison called it off.
        EstablishmentCancelled = "ESTABLISHMENT_CANCELLED",
    }
}

impl Outcome {
    /// The party sat in the hall.
    pub fn took_place(self) -> bool {
        matches!(
            self,
            Self::CompletedNormally
                | Self::VisitorCompletedEarly
                | Self::PrisonerCompletedEarly
                | Self::TerminatedByStaff
        )
    }
}

codes! {
    /// Whether somebody on the list was at the visit.
    Attendance {
        /// Was there.
        Attended = "ATTENDED",
        /// Was not.
        Absent = "ABSENT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.code()), Some(*outcome));
        }
        for attendance in Attendance::ALL {
            assert_eq!(Attendance::parse(attendance.code()), Some(*attendance));
        }
        assert_eq!(Outcome::parse("SUPERSEDED_CANCELLATION"), None);
    }
}
