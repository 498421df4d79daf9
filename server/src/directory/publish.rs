//! What must be known of a service before a family may see it. [`Publishable`] proves that it is.

use visits_domain::arrival::Language;
use visits_domain::event::Both;
use visits_domain::help::{Service, ServiceId};

use super::entry::{Entry, Going};

macro_rules! missing {
    ($($(#[$doc:meta])* $name:ident = $field:literal, $en:literal / $cy:literal;)*) => {
        /// Something without which no family sees a service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Missing { $($(#[$doc])* $name,)* }
        impl Missing {
            /// All.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// The field of the form where it is mended.
            pub fn field(self) -> &'static str {
                match self { $(Self::$name => $field,)* }
            }
            /// What is missing.
            pub fn sentence(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::En) => $en, (Self::$name, Language::Cy) => $cy,)*
                }
            }
        }
    };
}

missing! {
    /// What it is called.
    Name = "name_en", "The name is missing." / "Mae’r enw ar goll.";
    /// Welsh is no afterthought.
    NameInWelsh = "name_cy", "Welsh is missing: the name. If it is the same in both languages, tick that." / "Mae’r Gymraeg ar goll: yr enw. Os yw’r un fath yn y ddwy iaith, ticiwch hynny.";
    /// What it does.
    Words = "words_en", "What it does is missing." / "Mae’r hyn mae’n ei wneud ar goll.";
    /// In Welsh.
    WordsInWelsh = "words_cy", "Welsh is missing: what it does." / "Mae’r Gymraeg ar goll: beth mae’n ei wneud.";
    /// In one language only.
    Eligibility = "eligibility_cy", "Welsh or English is missing: for whom." / "Mae’r Gymraeg neu’r Saesneg ar goll: ar gyfer pwy.";
    /// In one language only.
    Hours = "hours_cy", "Welsh or English is missing: when it is open, in words." / "Mae’r Gymraeg neu’r Saesneg ar goll: pryd mae ar agor, mewn geiriau.";
    /// In one language only.
    Costs = "costs_cy", "Welsh or English is missing: what it costs." / "Mae’r Gymraeg neu’r Saesneg ar goll: beth mae’n ei gostio.";
    /// In one language only.
    PhoneWords = "phones", "Welsh or English is missing: the words beside a telephone number." / "Mae’r Gymraeg neu’r Saesneg ar goll: y geiriau wrth ymyl rhif ffôn.";
    /// Whom a family agrees to be contacted by.
    Organization = "organization", "Who runs it is missing." / "Mae pwy sy’n ei redeg ar goll.";
    /// Telephone, e-mail, page or place.
    Contact = "phones", "There is no way to reach it: a telephone number, an e-mail address, a page or a place." / "Nid oes ffordd o gysylltu: rhif ffôn, cyfeiriad e-bost, tudalen neu le.";
    /// Where it helps.
    Nation = "nations", "The nation is missing." / "Mae’r genedl ar goll.";
    /// Named, or any.
    Need = "needs", "The need is missing: name one, or say that it is for any." / "Mae’r angen ar goll: enwch un, neu dywedwch ei fod ar gyfer unrhyw un.";
    /// It is for one thing, or for any: what is for any has no quiet way out.
    NotDiscreet = "needs", "It is named for a need that must stay discreet, and “for any need” is ticked too: untick one of them." / "Mae wedi’i enwi ar gyfer angen y mae’n rhaid iddo aros yn gynnil, ac mae “ar gyfer unrhyw angen” wedi’i dicio hefyd: dad-diciwch un ohonynt.";
    /// Named, or any.
    Stage = "stages", "The stage is missing: name one, or say that it is for any." / "Mae’r cam ar goll: enwch un, neu dywedwch ei fod ar gyfer unrhyw un.";
    /// Nobody has rung.
    Assured = "save", "Nobody has checked it yet." / "Nid oes neb wedi’i wirio eto.";
    /// It is not there.
    Going = "going", "It is closed, as its record says." / "Mae ar gau, yn ôl ei gofnod.";
}

/// A service of which all is known that a family needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Publishable(Service);

impl Publishable {
    /// The service as kiosks show it.
    pub fn into_service(self) -> Service {
        self.0
    }
}

impl TryFrom<(ServiceId, &Entry)> for Publishable {
    type Error = Vec<Missing>;

    fn try_from((service, entry): (ServiceId, &Entry)) -> Result<Self, Vec<Missing>> {
        let missing = missing(entry);
        let Some(checked) = entry.assured.filter(|_| missing.is_empty()) else {
            return Err(missing);
        };
        Ok(Self(Service {
            service,
            name: entry.name(),
            organization: entry.organization.clone(),
            words: both(&entry.words_en, &entry.words_cy),
            eligibility: both(&entry.eligibility_en, &entry.eligibility_cy),
            nations: entry.nations.clone(),
            needs: if entry.any_need { Vec::new() } else { entry.needs.clone() },
            stages: if entry.any_stage { Vec::new() } else { entry.stages.clone() },
            phones: entry.phones.clone(),
            email: entry.email.clone(),
            web: as_typed(&entry.web),
            hours: entry.hours.clone(),
            hours_words: both(&entry.hours_en, &entry.hours_cy),
            costs: both(&entry.costs_en, &entry.costs_cy),
            languages: entry.languages.clone(),
            minimum_age: entry.minimum_age,
            maximum_age: entry.maximum_age,
            women_only: entry.women_only,
            places: entry.places.clone(),
            takes_requests: entry.takes_requests,
            checked,
            sample: entry.sample,
        }))
    }
}

/// All that is missing. Pure.
pub fn missing(entry: &Entry) -> Vec<Missing> {
    let half = |en: &str, cy: &str| en.is_empty() != cy.is_empty();
    let half_said = entry.phones.iter().any(|phone| half(&phone.words.en, &phone.words.cy));
    let reached = !entry.phones.is_empty()
        || !entry.email.is_empty()
        || !entry.web.is_empty()
        || !entry.places.is_empty();
    let checks = [
        (Missing::Name, entry.name_en.is_empty()),
        (Missing::NameInWelsh, entry.name_cy.is_empty() && !entry.same_name),
        (Missing::Words, entry.words_en.is_empty()),
        (Missing::WordsInWelsh, entry.words_cy.is_empty()),
        (Missing::Eligibility, half(&entry.eligibility_en, &entry.eligibility_cy)),
        (Missing::Hours, half(&entry.hours_en, &entry.hours_cy)),
        (Missing::Costs, half(&entry.costs_en, &entry.costs_cy)),
        (Missing::PhoneWords, half_said),
        (Missing::Organization, entry.organization.is_empty()),
        (Missing::Contact, !reached),
        (Missing::Nation, entry.nations.is_empty()),
        (Missing::Need, entry.needs.is_empty() && !entry.any_need),
        (Missing::NotDiscreet, entry.any_need && entry.needs.iter().any(|one| one.is_discreet())),
        (Missing::Stage, entry.stages.is_empty() && !entry.any_stage),
        (Missing::Assured, entry.assured.is_none()),
        (Missing::Going, entry.going != Going::Active),
    ];
    checks.into_iter().filter(|(_, is)| *is).map(|(missing, _)| missing).collect()
}

impl Entry {
    /// In both languages; where staff said that it is the same, or nobody has said it in Welsh,
    /// as it is.
    pub fn name(&self) -> Both {
        let same = self.same_name || self.name_cy.is_empty();
        both(&self.name_en, if same { &self.name_en } else { &self.name_cy })
    }
}

fn both(en: &str, cy: &str) -> Both {
    Both { en: en.to_owned(), cy: cy.to_owned() }
}

/// `example.org/help`
fn as_typed(web: &str) -> String {
    let lower = web.to_ascii_lowercase();
    let scheme = ["https://", "http://"].into_iter().find(|scheme| lower.starts_with(scheme));
    let rest = &web[scheme.map_or(0, str::len)..];
    rest.strip_suffix('/').unwrap_or(rest).to_owned()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use visits_domain::help::{HelpNeed, Nation, Stage};

    use super::*;

    fn whole() -> Entry {
        Entry {
            name_en: "Advice line".to_owned(),
            name_cy: "Llinell gyngor".to_owned(),
            organization: "Advice".to_owned(),
            words_en: "Advice for families.".to_owned(),
            words_cy: "Cyngor i deuluoedd.".to_owned(),
            nations: vec![Nation::Wales],
            needs: vec![HelpNeed::Money],
            stages: vec![Stage::Home],
            web: "https://advice.example/".to_owned(),
            assured: "2026-06-01".parse().ok(),
            ..Entry::default()
        }
    }

    fn published(entry: &Entry) -> Result<Service, Vec<Missing>> {
        Publishable::try_from((ServiceId(Uuid::nil()), entry)).map(Publishable::into_service)
    }

    #[test]
    fn what_is_whole_is_published_and_each_thing_that_is_missing_is_said() {
        let service = published(&whole()).expect("it is whole");
        assert_eq!(service.web, "advice.example");
        let nothing = missing(&Entry::default());
        for one in [
            Missing::Name,
            Missing::Contact,
            Missing::Nation,
            Missing::Need,
            Missing::Stage,
            Missing::Assured,
            Missing::WordsInWelsh,
        ] {
            assert!(nothing.contains(&one), "{one:?}");
        }
        let no = |entry: Entry| published(&entry).expect_err("it is not whole");
        assert_eq!(no(Entry { name_cy: String::new(), ..whole() }), [Missing::NameInWelsh]);
        assert_eq!(no(Entry { costs_en: "£5".to_owned(), ..whole() }), [Missing::Costs]);
        assert_eq!(no(Entry { assured: None, ..whole() }), [Missing::Assured]);
        assert_eq!(no(Entry { going: Going::Defunct, ..whole() }), [Missing::Going]);
        assert_eq!(no(Entry { web: String::new(), ..whole() }), [Missing::Contact]);
    }

    #[test]
    fn the_same_name_in_both_languages_is_said_and_not_assumed() {
        let same = Entry { name_cy: String::new(), same_name: true, ..whole() };
        assert_eq!(published(&same).expect("it is whole").name.cy, "Advice line");
    }

    #[test]
    fn any_need_and_any_stage_are_said_and_not_forgotten() {
        let any =
            Entry { needs: vec![], any_need: true, stages: vec![], any_stage: true, ..whole() };
        let service = published(&any).expect("it is whole");
        assert!(service.needs.is_empty() && service.stages.is_empty());
        // With any need beside it, its screens would have no quiet way out.
        let both = Entry { needs: vec![HelpNeed::Safety], any_need: true, ..whole() };
        assert_eq!(published(&both).expect_err("one of the two"), [Missing::NotDiscreet]);
        let named = Entry { any_need: false, ..both };
        assert!(published(&named).expect("it is whole").is_discreet());
    }

    #[test]
    fn all_that_may_be_missing_is_said_in_both_languages() {
        for one in Missing::ALL {
            assert_ne!(one.sentence(Language::En), one.sentence(Language::Cy), "{one:?}");
        }
    }
}
