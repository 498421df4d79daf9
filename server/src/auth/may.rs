//! What each role may do: one table. Every address of the server names one of these acts
//! (`pages/place.rs`), so nothing is open by omission.

use crate::store::users::Role;

/// Something a page lets people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// One's own account, language and signing out.
    OwnAccount,
    /// Take it when somebody asks for a person.
    AnswerAsks,
    /// Families who wait for a volunteer: numbers and seats.
    Volunteer,
    /// The board, with visitors' names.
    SeeToday,
    /// Tick, table, call, arrivals by hand, undo, outcomes.
    RunTheDesk,
    /// The name and number of the person visited. Noted in the audit.
    SeePrisoner,
    /// Bring in a visit list.
    Import,
    /// How kiosks are, and what they sent that could not be taken in.
    SeeKiosks,
    /// Withdraw a kiosk. When one is gone from the wall it must not wait for a manager.
    RevokeKiosk,
    /// Let a kiosk in.
    EnrolKiosk,
    /// People of the site, their roles, passwords and PINs.
    ManagePeople,
    /// Who did what.
    SeeAudit,
    /// Retention, access by a person to their data, erasure, what was shared.
    Privacy,
    /// What differs at this site.
    SiteSettings,
    /// Add sites and people of all sites.
    ManageSites,
}

impl Act {
    /// All.
    pub const ALL: [Self; 15] = [
        Self::OwnAccount,
        Self::AnswerAsks,
        Self::Volunteer,
        Self::SeeToday,
        Self::RunTheDesk,
        Self::SeePrisoner,
        Self::Import,
        Self::SeeKiosks,
        Self::RevokeKiosk,
        Self::EnrolKiosk,
        Self::ManagePeople,
        Self::SeeAudit,
        Self::Privacy,
        Self::SiteSettings,
        Self::ManageSites,
    ];
}

impl Role {
    /// Whether this role may do it.
    pub fn may(self, act: Act) -> bool {
        use Act::{
            AnswerAsks, EnrolKiosk, Import, ManagePeople, ManageSites, OwnAccount, RevokeKiosk,
            RunTheDesk, SeeAudit, SeeKiosks, SeePrisoner, SeeToday, SiteSettings,
        };
        match self {
            Self::Volunteer => matches!(act, OwnAccount | AnswerAsks | Act::Volunteer),
            Self::VisitsStaff => matches!(
                act,
                OwnAccount
                    | AnswerAsks
                    | Act::Volunteer
                    | SeeToday
                    | RunTheDesk
                    | SeePrisoner
                    | Import
                    | SeeKiosks
                    | RevokeKiosk
            ),
            Self::FamilyWorker => {
                matches!(act, OwnAccount | AnswerAsks | Act::Volunteer | SeeToday | SeePrisoner)
            }
            Self::KeyWorker => matches!(act, OwnAccount),
            Self::Manager => act != ManageSites,
            // Runs the machines; has no business with families.
            Self::Administrator => matches!(
                act,
                OwnAccount
                    | SeeKiosks
                    | RevokeKiosk
                    | EnrolKiosk
                    | ManagePeople
                    | SeeAudit
                    | SiteSettings
                    | ManageSites
            ),
        }
    }
}
