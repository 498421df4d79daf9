//! What each role may do: one table. Every address of the server names one of these acts
//! (`pages/place.rs`), so nothing is open by omission.

use visits_domain::wire::Mode;

use crate::store::roles::{Held, Role};

/// Something a page lets people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// One's own account, language and signing out.
    OwnAccount,
    /// Take it when somebody asks for a person.
    AnswerAsks,
    /// Families who wait for a volunteer: numbers and seats.
    Volunteer,
    /// Take an urgent talk, and write down whom it was passed to.
    AnswerTalks,
    /// Which families asked to be contacted, by receipt: no name.
    SeeRequests,
    /// Whom to contact, notes, referrals in and out.
    AnswerRequests,
    /// Write to the safeguarding leads. Reading takes being one.
    WriteSafeguarding,
    /// What was asked for and not found: figures, no family.
    SeeUnmetNeed,
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
    /// Events: what is planned, and what is open to families.
    SeeEvents,
    /// Plan, open and cancel events; final visits.
    PlanEvents,
    /// Bookings of events, with who leads each party.
    SeeBookings,
    /// Book, approve, decline, move and cancel for families; whom to ring; what went otherwise.
    DecideBookings,
    /// What a promise of places may hang on: over the number, fewer than are held, a kiosk's
    /// places written off, going on after a restore.
    RiskPlaces,
    /// Check families in at an event, by their names.
    RunEventDay,
    /// How fairly places were shared: figures, no family.
    SeeFairness,
    /// Name families for a ballot, and note what is known of them.
    Nominate,
    /// Services for families: what there is, and what is wrong with it.
    SeeDirectory,
    /// Edit, publish and withdraw services; bring feeds in.
    EditDirectory,
    /// What differs at this site.
    SiteSettings,
    /// Add sites and people of all sites.
    ManageSites,
}

impl Act {
    /// All.
    pub const ALL: [Self; 30] = [
        Self::OwnAccount,
        Self::AnswerAsks,
        Self::Volunteer,
        Self::AnswerTalks,
        Self::SeeRequests,
        Self::AnswerRequests,
        Self::WriteSafeguarding,
        Self::SeeUnmetNeed,
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
        Self::SeeEvents,
        Self::PlanEvents,
        Self::SeeBookings,
        Self::DecideBookings,
        Self::RiskPlaces,
        Self::RunEventDay,
        Self::SeeFairness,
        Self::Nominate,
        Self::SeeDirectory,
        Self::EditDirectory,
        Self::SiteSettings,
        Self::ManageSites,
    ];
}

impl Role {
    /// Whether this role may do it.
    pub fn may(self, act: Act) -> bool {
        use Act::{
            AnswerAsks, AnswerRequests, AnswerTalks, DecideBookings, EditDirectory, EnrolKiosk,
            Import, ManagePeople, ManageSites, Nominate, OwnAccount, PlanEvents, RevokeKiosk,
            RunEventDay, RunTheDesk, SeeAudit, SeeBookings, SeeDirectory, SeeEvents, SeeFairness,
            SeeKiosks, SeePrisoner, SeeRequests, SeeToday, SeeUnmetNeed, SiteSettings,
            WriteSafeguarding,
        };
        match self {
            Self::Volunteer => matches!(
                act,
                OwnAccount
                    | AnswerAsks
                    | Act::Volunteer
                    | AnswerTalks
                    | WriteSafeguarding
                    | SeeDirectory
            ),
            Self::VisitsStaff => matches!(
                act,
                OwnAccount
                    | AnswerAsks
                    | Act::Volunteer
                    | AnswerTalks
                    | SeeRequests
                    | WriteSafeguarding
                    | SeeToday
                    | RunTheDesk
                    | SeePrisoner
                    | Import
                    | SeeKiosks
                    | RevokeKiosk
                    | SeeEvents
                    | SeeBookings
                    | RunEventDay
                    | SeeDirectory
            ),
            Self::FamilyWorker => matches!(
                act,
                OwnAccount
                    | AnswerAsks
                    | Act::Volunteer
                    | AnswerTalks
                    | SeeRequests
                    | AnswerRequests
                    | WriteSafeguarding
                    | SeeUnmetNeed
                    | SeeToday
                    | SeePrisoner
                    | SeeEvents
                    | PlanEvents
                    | SeeBookings
                    | DecideBookings
                    | RunEventDay
                    | SeeFairness
                    | Nominate
                    | SeeDirectory
                    | EditDirectory
            ),
            // Nominates families.
            Self::KeyWorker => matches!(act, OwnAccount | WriteSafeguarding | SeeEvents | Nominate),
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

    /// Whether this role may give, change or end that one. An administrator reaches every site,
    /// so only an administrator makes another.
    pub fn may_give(self, role: Self) -> bool {
        self.may(Act::ManagePeople) && (role != Self::Administrator || self.may(Act::ManageSites))
    }

    /// What a PIN of somebody in this role opens on a kiosk.
    pub fn opens(self) -> Option<Mode> {
        match self {
            Self::Volunteer => Some(Mode::Volunteer),
            Self::VisitsStaff | Self::Manager => Some(Mode::Staff),
            Self::FamilyWorker | Self::KeyWorker | Self::Administrator => None,
        }
    }
}

/// Whether somebody with these roles may set the password of somebody with those. It opens the
/// account at every site, so it must be allowed at every one of them.
pub fn may_reset(actor: &[Held], person: &[Held]) -> bool {
    let everywhere = actor.iter().any(|held| held.role.may(Act::ManageSites));
    person.iter().all(|theirs| {
        everywhere || actor.iter().any(|h| h.site == theirs.site && h.role.may_give(theirs.role))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(roles: &[(&str, Role)]) -> Vec<Held> {
        let one = |(site, role): &(&str, Role)| Held {
            site: site.parse().expect("a site"),
            site_name: String::new(),
            role: *role,
        };
        roles.iter().map(one).collect()
    }

    #[test]
    fn who_may_do_what_does_not_change_by_accident() {
        let allowed = |role: Role| {
            let acts = Act::ALL.into_iter().filter(|act| role.may(*act));
            acts.map(|act| format!("{act:?}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            allowed(Role::Volunteer),
            "OwnAccount AnswerAsks Volunteer AnswerTalks WriteSafeguarding SeeDirectory"
        );
        assert_eq!(
            allowed(Role::VisitsStaff),
            "OwnAccount AnswerAsks Volunteer AnswerTalks SeeRequests WriteSafeguarding SeeToday \
             RunTheDesk SeePrisoner Import SeeKiosks RevokeKiosk SeeEvents SeeBookings RunEventDay \
             SeeDirectory"
        );
        assert_eq!(
            allowed(Role::FamilyWorker),
            "OwnAccount AnswerAsks Volunteer AnswerTalks SeeRequests AnswerRequests \
             WriteSafeguarding SeeUnmetNeed SeeToday SeePrisoner SeeEvents PlanEvents SeeBookings \
             DecideBookings RunEventDay SeeFairness Nominate SeeDirectory EditDirectory"
        );
        assert_eq!(allowed(Role::KeyWorker), "OwnAccount WriteSafeguarding SeeEvents Nominate");
        assert_eq!(
            allowed(Role::Manager),
            "OwnAccount AnswerAsks Volunteer AnswerTalks SeeRequests AnswerRequests \
             WriteSafeguarding SeeUnmetNeed SeeToday RunTheDesk SeePrisoner Import SeeKiosks \
             RevokeKiosk EnrolKiosk ManagePeople SeeAudit Privacy SeeEvents PlanEvents \
             SeeBookings DecideBookings RiskPlaces RunEventDay SeeFairness Nominate \
             SeeDirectory EditDirectory SiteSettings"
        );
        assert_eq!(
            allowed(Role::Administrator),
            "OwnAccount SeeKiosks RevokeKiosk EnrolKiosk ManagePeople SeeAudit SiteSettings \
             ManageSites"
        );
    }

    #[test]
    fn a_manager_makes_no_administrator() {
        assert!(!Role::Manager.may_give(Role::Administrator));
        assert!(Role::Manager.may_give(Role::Manager));
        assert!(Role::Administrator.may_give(Role::Administrator));
        assert!(Role::ALL.iter().all(|role| !Role::VisitsStaff.may_give(*role)));
    }

    #[test]
    fn a_manager_of_one_site_takes_over_no_account_of_another() {
        let manager = held(&[("MDI", Role::Manager)]);
        assert!(may_reset(&manager, &held(&[("MDI", Role::VisitsStaff)])));
        assert!(!may_reset(&manager, &held(&[("MDI", Role::Volunteer), ("LEI", Role::Manager)])));
        assert!(!may_reset(&manager, &held(&[("MDI", Role::Administrator)])));
        let both = held(&[("LEI", Role::Manager), ("MDI", Role::Manager)]);
        assert!(may_reset(&both, &held(&[("MDI", Role::Volunteer), ("LEI", Role::Manager)])));
        let administrator = held(&[("MDI", Role::Administrator)]);
        assert!(may_reset(&administrator, &held(&[("LEI", Role::Manager)])));
    }
}
