//! How a list is narrowed down.

use visits_domain::help::{Filters, Nation};

use crate::config::Config;

/// What a list can be narrowed down by. Women only stands last and looks like the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Narrow {
    /// Where do you live?
    Nation,
    /// Near which place?
    Place,
    /// Who is it for?
    Age,
    /// In which language?
    Language,
    /// Open now.
    OpenNow,
    /// For women.
    WomenOnly,
}

/// Ages that stand for those asked about: a small child, one at school, a teenager, an adult,
/// somebody who is older. Years.
pub const AGES: [u8; 5] = [3, 8, 15, 35, 70];

/// Languages that can be asked for. ISO 639-1.
pub const LANGUAGES: [&str; 9] = ["en", "cy", "pl", "ro", "ur", "pa", "bn", "ar", "so"];

/// What a family said about itself to narrow a list down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// None: the site's.
    pub nation: Option<Nation>,
    /// One of the site's places, by its number in the list.
    pub place: Option<usize>,
    /// One of [`AGES`].
    pub age: Option<usize>,
    /// One of [`LANGUAGES`].
    pub language: Option<usize>,
    /// Open at this moment.
    pub open_now: bool,
    /// For women alone.
    pub women_only: bool,
}

impl Narrowed {
    /// For the directory.
    pub(super) fn filters(&self) -> Filters {
        Filters {
            age: self.age.and_then(|age| AGES.get(age)).copied(),
            language: self
                .language
                .and_then(|language| LANGUAGES.get(language))
                .map(|language| (*language).to_owned()),
            open_now: self.open_now,
            women_only: self.women_only,
        }
    }

    /// The answer that is chosen now, as the list numbers it.
    pub fn chosen(&self, what: Narrow, config: &Config) -> usize {
        match what {
            Narrow::Nation => {
                let nation = self.nation.unwrap_or(config.help.nation);
                Nation::ALL.iter().position(|known| *known == nation).unwrap_or(0)
            }
            Narrow::Place => self.place.map_or(0, |place| place + 1),
            Narrow::Age => self.age.map_or(0, |age| age + 1),
            Narrow::Language => self.language.map_or(0, |language| language + 1),
            Narrow::OpenNow | Narrow::WomenOnly => 0,
        }
    }

    /// Of all but the nations the first answer is that it does not matter.
    pub(super) fn choose(&mut self, what: Narrow, which: usize, config: &Config) {
        let one_of = |count: usize| which.checked_sub(1).filter(|place| *place < count);
        match what {
            Narrow::Nation => {
                let nation = Nation::ALL.get(which).copied();
                self.nation = nation.filter(|nation| *nation != config.help.nation);
            }
            Narrow::Place => self.place = one_of(config.help.place.len()),
            Narrow::Age => self.age = one_of(AGES.len()),
            Narrow::Language => self.language = one_of(LANGUAGES.len()),
            Narrow::OpenNow | Narrow::WomenOnly => {}
        }
    }
}

/// What is offered, in its order. Without places nobody is asked about them.
pub fn narrowings(config: &Config) -> Vec<Narrow> {
    let place = (!config.help.place.is_empty()).then_some(Narrow::Place);
    let rest = [Narrow::Age, Narrow::Language, Narrow::OpenNow, Narrow::WomenOnly];
    [Narrow::Nation].into_iter().chain(place).chain(rest).collect()
}
