//! What the fairness report says.

use crate::fairness::facts::{Distance, First, Size, TurnedAway, Way};

words! {
    /// The fairness report.
    FairnessWords;
    title: "Fairness" / "Tegwch";
    lead: "Families who asked for places at events, who was offered one, and who came. Final visits are in no figure. Figures of fewer than five families are not shown, nor others from which they could be worked out." / "Teuluoedd a ofynnodd am leoedd mewn digwyddiadau, pwy gafodd gynnig un, a phwy ddaeth. Nid yw ymweliadau olaf mewn unrhyw ffigur. Ni ddangosir ffigurau o lai na phum teulu, nac eraill y gellid eu cyfrifo ohonynt.";
    kept: "Bookings are deleted when their period is over: figures reach back no further." / "Caiff archebion eu dileu pan ddaw eu cyfnod i ben: nid yw’r ffigurau’n mynd ymhellach yn ôl.";
    from: "From" / "O";
    until: "To" / "Hyd";
    show: "Show" / "Dangos";
    span_wrong: "Choose two days, the later one second, at most three years apart." / "Dewiswch ddau ddiwrnod, yr un diweddarach yn ail, tair blynedd ar wahân ar y mwyaf.";
    print: "Print" / "Argraffu";
    csv: "As a table (CSV)" / "Fel tabl (CSV)";
    back: "To the events" / "I’r digwyddiadau";
    of_days: "{from} to {until}" / "{from} hyd {until}";
    asked: "Asked" / "Gofynnodd";
    offered: "Offered a place" / "Cafodd gynnig lle";
    attended: "Came" / "Daeth";
    families: "Families" / "Teuluoedd";
    withheld: "not shown" / "heb ei ddangos";
    all: "All" / "Pawb";
    by: "By" / "Yn ôl";
    by_first: "Had a place before" / "Wedi cael lle o’r blaen";
    by_wing: "Wing" / "Adain";
    by_distance: "Miles they come" / "Milltiroedd y maen nhw’n dod";
    by_size: "Party" / "Parti";
    by_way: "How they booked" / "Sut y gwnaethon nhw archebu";
    turned_away: "Turned away, and why" / "Troi i ffwrdd, a pham";
    nobody: "Nobody has asked for an event in this time." / "Nid oes neb wedi gofyn am ddigwyddiad yn y cyfnod hwn.";
    first_time: "For the first time" / "Am y tro cyntaf";
    had_before: "Had one before" / "Wedi cael un o’r blaen";
    not_known: "Not known" / "Ddim yn hysbys";
    near: "Fewer than 25" / "Llai na 25";
    some: "25 to 49" / "25 i 49";
    far: "50 to 99" / "50 i 99";
    very_far: "100 or more" / "100 neu fwy";
    small: "1 or 2 people" / "1 neu 2 o bobl";
    middle: "3 or 4 people" / "3 neu 4 o bobl";
    large: "5 people or more" / "5 o bobl neu fwy";
    held_at_kiosk: "At a screen, held at once" / "Wrth sgrin, cadwyd ar unwaith";
    asked_at_kiosk: "At a screen that had no place" / "Wrth sgrin heb le";
    by_staff: "By staff" / "Gan staff";
    no_place: "No place was left" / "Nid oedd lle ar ôl";
    not_drawn: "Not drawn in the ballot" / "Heb ei dynnu yn y bleidlais";
    declined: "Staff or the prison said no" / "Dywedodd staff neu’r carchar na";
    event_cancelled: "The event did not take place" / "Ni chynhaliwyd y digwyddiad";
    turned_away_all: "Turned away in all" / "Wedi’u troi i ffwrdd i gyd";
}

impl FairnessWords {
    /// Whether they had a place before.
    pub fn first(&self, first: First) -> &'static str {
        match first {
            First::FirstTime => self.first_time,
            First::Before => self.had_before,
            First::NotKnown => self.not_known,
        }
    }

    /// How far they come.
    pub fn distance(&self, distance: Distance) -> &'static str {
        match distance {
            Distance::Near => self.near,
            Distance::Some => self.some,
            Distance::Far => self.far,
            Distance::VeryFar => self.very_far,
            Distance::NotKnown => self.not_known,
        }
    }

    /// How many come.
    pub fn size(&self, size: Size) -> &'static str {
        match size {
            Size::Small => self.small,
            Size::Middle => self.middle,
            Size::Large => self.large,
            Size::NotKnown => self.not_known,
        }
    }

    /// How they booked.
    pub fn way(&self, way: Way) -> &'static str {
        match way {
            Way::HeldAtKiosk => self.held_at_kiosk,
            Way::AskedAtKiosk => self.asked_at_kiosk,
            Way::ByStaff => self.by_staff,
        }
    }

    /// Why they have no place.
    pub fn why(&self, why: TurnedAway) -> &'static str {
        match why {
            TurnedAway::NoPlace => self.no_place,
            TurnedAway::NotDrawn => self.not_drawn,
            TurnedAway::Declined => self.declined,
            TurnedAway::EventCancelled => self.event_cancelled,
        }
    }
}
