//! The made-up directory of the demo site. Nobody of this name helps anybody; the numbers are those
//! that are kept for fiction.

/// A service that does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    /// What it is called, in English and in Welsh.
    pub name: [&'static str; 2],
    /// Who runs it.
    pub organization: &'static str,
    /// What it does, in English and in Welsh.
    pub words: [&'static str; 2],
    /// What it is for.
    pub needs: &'static [&'static str],
    /// When on the journey; none: at any stage.
    pub stages: &'static [&'static str],
    /// In which nations.
    pub nations: &'static [&'static str],
    /// How it is reached.
    pub phone: &'static str,
    /// When it is open.
    pub hours: &'static str,
    /// In which languages it helps.
    pub languages: &'static [&'static str],
    /// For women alone.
    pub women_only: bool,
    /// It contacts families that ask for it.
    pub takes_requests: bool,
}

const BOTH: &[&str] = &["england", "wales"];
const PLAIN: Made = Made {
    name: ["", ""],
    organization: "",
    words: ["", ""],
    needs: &[],
    stages: &[],
    nations: BOTH,
    phone: "",
    hours: "",
    languages: &["en"],
    women_only: false,
    takes_requests: false,
};

/// All. Nobody helps with drink, drugs or gambling: that is asked for in vain.
pub const ALL: &[Made] = &[
    Made {
        name: ["Moor Money Advice", "Cyngor Arian y Rhos"],
        organization: "Moor Money Advice",
        words: [
            "Free help with benefits, bills and debt. They ring you back.",
            "Help am ddim gyda budd-daliadau, biliau a dyled. Maen nhw’n eich ffonio’n ôl.",
        ],
        needs: &["money", "housing"],
        phone: "01632 960111",
        takes_requests: true,
        ..PLAIN
    },
    Made {
        name: ["Little Steps", "Camau Bach"],
        organization: "Little Steps Moorvale",
        words: [
            "Somebody for your child to talk to, at home or at school.",
            "Rhywun i’ch plentyn siarad â nhw, gartref neu yn yr ysgol.",
        ],
        needs: &["my-child", "telling-children", "school"],
        phone: "01632 960122",
        takes_requests: true,
        ..PLAIN
    },
    Made {
        name: ["Grandparents Together", "Teidiau a Neiniau Gyda’n Gilydd"],
        organization: "Grandparents Together",
        words: [
            "For grandparents and relatives who bring up a child.",
            "I deidiau, neiniau a pherthnasau sy’n magu plentyn.",
        ],
        needs: &["caring", "losing-children"],
        phone: "01632 960133",
        ..PLAIN
    },
    Made {
        name: ["Safe Harbour", "Hafan Ddiogel"],
        organization: "Safe Harbour",
        words: [
            "Somebody to talk to when home does not feel safe. Day and night.",
            "Rhywun i siarad â nhw pan nad yw’r cartref yn teimlo’n ddiogel. Ddydd a nos.",
        ],
        needs: &["safety"],
        phone: "08081 570144",
        women_only: true,
        ..PLAIN
    },
    Made {
        name: ["Homeward", "Tuag Adref"],
        organization: "Homeward Moorvale",
        words: [
            "Help before and after somebody comes home: a room, work, the first days.",
            "Help cyn ac ar ôl i rywun ddod adref: ystafell, gwaith, y dyddiau cyntaf.",
        ],
        needs: &["coming-home", "housing"],
        stages: &["before-release", "home"],
        phone: "01632 960155",
        ..PLAIN
    },
    Made {
        name: ["The Quiet Hour", "Yr Awr Dawel"],
        organization: "The Quiet Hour",
        words: [
            "A friendly voice when you feel low or alone.",
            "Llais cyfeillgar pan fyddwch yn teimlo’n isel neu’n unig.",
        ],
        needs: &["feelings", "worry-inside"],
        phone: "01632 960166",
        ..PLAIN
    },
    Made {
        name: ["Moorvale Visits Bus", "Bws Ymweliadau Moorvale"],
        organization: "Moorvale Visits Bus",
        words: [
            "A bus from three towns to the prison, on visiting days.",
            "Bws o dair tref i’r carchar, ar ddiwrnodau ymweld.",
        ],
        needs: &["travel", "visiting"],
        phone: "01632 960177",
        ..PLAIN
    },
    Made {
        name: ["First Days", "Dyddiau Cyntaf"],
        organization: "First Days",
        words: [
            "For parents of a new baby, inside and outside.",
            "I rieni babi newydd, y tu mewn a’r tu allan.",
        ],
        needs: &["baby"],
        phone: "01632 960188",
        ..PLAIN
    },
    Made {
        name: ["Rhos Welsh Line", "Llinell Gymraeg y Rhos"],
        organization: "Llinell y Rhos",
        words: [
            "Help in Welsh with letters, calls and keeping in touch.",
            "Help yn Gymraeg gyda llythyrau, galwadau a chadw cysylltiad.",
        ],
        needs: &["contact", "falling-out"],
        nations: &["wales"],
        phone: "01632 960199",
        languages: &["cy", "en"],
        ..PLAIN
    },
    Made {
        name: ["Court Companions", "Cymdeithion Llys"],
        organization: "Court Companions",
        words: [
            "Somebody who sits beside you in court and explains.",
            "Rhywun sy’n eistedd wrth eich ochr yn y llys ac yn esbonio.",
        ],
        needs: &["law"],
        stages: &["arrest", "court", "remand"],
        phone: "01632 960200",
        ..PLAIN
    },
];

#[cfg(test)]
mod tests {
    use visits_domain::help::{HelpNeed, Nation, Stage};

    use super::*;

    #[test]
    fn each_is_of_needs_and_stages_that_there_are_and_one_need_is_missing() {
        let mut needs: Vec<HelpNeed> = Vec::new();
        for made in ALL {
            needs.extend(made.needs.iter().map(|need| HelpNeed::parse(need).expect("a need")));
            assert!(made.stages.iter().all(|stage| Stage::parse(stage).is_some()), "{made:?}");
            assert!(made.nations.iter().all(|nation| Nation::parse(nation).is_some()), "{made:?}");
        }
        let missing: Vec<_> = HelpNeed::ALL.iter().filter(|need| !needs.contains(need)).collect();
        assert_eq!(missing, [&HelpNeed::DrinkDrugs]);
    }
}
