//! What a family may need, in words it would tap.

use serde::{Deserialize, Serialize};

use super::Said;
use crate::one_word::one_word_each;

one_word_each! {
    /// What a family may need help with.
    HelpNeed;
    /// How a visit works.
    Visiting = "visiting",
    /// Getting there, and paying for it.
    Travel = "travel",
    /// Calls, letters, messages.
    Contact = "contact",
    /// What to say to children.
    TellingChildren = "telling-children",
    /// Somebody for the child itself.
    MyChild = "my-child",
    /// What to say to the school.
    School = "school",
    /// Grandmothers and other relatives who bring up a child.
    Caring = "caring",
    /// Fear of social services, proceedings.
    LosingChildren = "losing-children",
    /// Disputes about access, fractured relationships.
    FallingOut = "falling-out",
    /// Birth, inside or outside.
    Baby = "baby",
    /// Benefits, debts, bills.
    Money = "money",
    /// Rent, homelessness.
    Housing = "housing",
    /// Low, anxious, alone.
    Feelings = "feelings",
    /// Somebody inside is not well or not safe.
    WorryInside = "worry-inside",
    /// Domestic abuse. Its tile does not say so: somebody may be watching.
    Safety = "safety",
    /// One's own or another's.
    DrinkDrugs = "drink-drugs",
    /// Arrest, court, sentence.
    Law = "law",
    /// Release and home leave.
    ComingHome = "coming-home",
}

impl HelpNeed {
    /// On its tile.
    pub const fn title(self) -> Said {
        let (en, cy) = match self {
            Self::Visiting => ("How visits work", "Sut mae ymweliadau’n gweithio"),
            Self::Travel => ("Travel and what it costs", "Teithio a’r gost"),
            Self::Contact => {
                ("Calls, letters, keeping in touch", "Galwadau, llythyrau, cadw cysylltiad")
            }
            Self::TellingChildren => ("Telling the children", "Dweud wrth y plant"),
            Self::MyChild => ("Help for my child", "Help i fy mhlentyn"),
            Self::School => ("Talking to school", "Siarad â’r ysgol"),
            Self::Caring => ("Bringing up a relative’s child", "Magu plentyn perthynas"),
            Self::LosingChildren => ("Afraid of losing my children", "Ofni colli fy mhlant"),
            Self::FallingOut => {
                ("Falling out, or not seeing the children", "Ffraeo, neu ddim yn gweld y plant")
            }
            Self::Baby => ("Pregnant, or a new baby", "Beichiog, neu fabi newydd"),
            Self::Money => ("Money, benefits and debt", "Arian, budd-daliadau a dyled"),
            Self::Housing => ("A place to live", "Lle i fyw"),
            Self::Feelings => {
                ("Feeling low, worried or alone", "Teimlo’n isel, yn bryderus neu’n unig")
            }
            Self::WorryInside => ("Worried about someone inside", "Poeni am rywun y tu mewn"),
            Self::Safety => ("Feeling safe at home", "Teimlo’n ddiogel gartref"),
            Self::DrinkDrugs => ("Drink, drugs or gambling", "Alcohol, cyffuriau neu gamblo"),
            Self::Law => ("Police, court and the law", "Yr heddlu, y llys a’r gyfraith"),
            Self::ComingHome => ("Coming home", "Dod adref"),
        };
        Said { en, cy }
    }

    /// Other words for it, for who searches by a word. Small letters, spaces between.
    pub const fn other_words(self) -> Said {
        let (en, cy) = match self {
            Self::Visiting => (
                "visit visiting book booking first time rules id",
                "ymweld ymweliad archebu tro cyntaf rheolau",
            ),
            Self::Travel => (
                "travel bus train fare petrol cost costs money far lift",
                "teithio bws trên tocyn petrol cost costau arian pell lifft",
            ),
            Self::Contact => (
                "phone call calls letter letters email message video talk",
                "ffôn galwad galwadau llythyr llythyrau e-bost neges fideo siarad",
            ),
            Self::TellingChildren => (
                "tell telling children kids explain truth son daughter",
                "dweud plant esbonio gwir mab merch",
            ),
            Self::MyChild => (
                "child children kid kids teenager son daughter behaviour bullying counselling",
                "plentyn plant person ifanc mab merch ymddygiad bwlio cwnsela",
            ),
            Self::School => (
                "school teacher nursery college bullying absence",
                "ysgol athro athrawes meithrinfa coleg bwlio absenoldeb",
            ),
            Self::Caring => (
                "grandmother grandfather grandparent nan gran kinship carer aunt uncle foster",
                "nain taid mam-gu tad-cu gofalwr modryb ewythr maeth perthynas",
            ),
            Self::LosingChildren => (
                "social worker social services care court adoption custody",
                "gweithiwr cymdeithasol gwasanaethau cymdeithasol gofal llys mabwysiadu",
            ),
            Self::FallingOut => (
                "access contact separated divorce mediation argue ex family",
                "cyswllt gwahanu ysgariad cyfryngu dadlau teulu",
            ),
            Self::Baby => (
                "baby pregnant pregnancy birth midwife newborn mother",
                "babi beichiog beichiogrwydd geni bydwraig mam",
            ),
            Self::Money => (
                "money benefits debt bills universal credit loan food bank",
                "arian budd-daliadau dyled biliau credyd cynhwysol benthyciad banc bwyd",
            ),
            Self::Housing => (
                "house home rent landlord homeless eviction mortgage flat",
                "tŷ cartref rhent landlord digartref troi allan morgais fflat",
            ),
            Self::Feelings => (
                "sad depressed anxious stress lonely mental health cry sleep suicide",
                "trist iselder gorbryder straen unig iechyd meddwl crio cysgu hunanladdiad",
            ),
            Self::WorryInside => (
                "worried safe safer custody ill illness hurt bullied self-harm",
                "poeni diogel dalfa sâl salwch anaf bwlio hunan-niweidio",
            ),
            Self::Safety => (
                "abuse violence partner ex afraid scared hit control safe",
                "cam-drin trais partner ofn taro rheoli diogel",
            ),
            Self::DrinkDrugs => (
                "drink drinking alcohol drugs gambling addiction recovery",
                "yfed alcohol cyffuriau gamblo dibyniaeth adferiad",
            ),
            Self::Law => (
                "arrest arrested police court solicitor trial sentence remand appeal",
                "arestio heddlu llys cyfreithiwr prawf achos dedfryd remánd apêl",
            ),
            Self::ComingHome => (
                "release home licence probation rotl job work hostel",
                "rhyddhau adref trwydded prawf swydd gwaith hostel",
            ),
        };
        Said { en, cy }
    }

    /// Nothing of it is printed or taken along unless the family says so, and a quick way out
    /// stands on each of its screens.
    pub fn is_discreet(self) -> bool {
        self == Self::Safety
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_has_its_words_in_both_languages_and_no_two_look_alike() {
        let mut titles = std::collections::HashSet::new();
        for need in HelpNeed::ALL {
            for text in [need.title(), need.other_words()] {
                assert!(!text.en.is_empty() && !text.cy.is_empty() && text.en != text.cy);
            }
            assert!(titles.insert(need.title().en) && titles.insert(need.title().cy));
        }
    }

    #[test]
    fn the_tile_for_who_is_afraid_at_home_tells_nobody_why_it_was_touched() {
        for told in ["abuse", "violence", "trais", "cam-drin"] {
            let title = HelpNeed::Safety.title();
            assert!(![title.en, title.cy].iter().any(|text| text.to_lowercase().contains(told)));
        }
    }
}
