//! Invented people. Any likeness is chance; the names are of the kinds that really come.

use chrono::NaiveDate;

/// Somebody on a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// First names, as on the list.
    pub first: String,
    /// Surname, as on the list.
    pub last: String,
    /// The surname as this person types it: plain letters, as they come.
    pub typed: String,
    /// Date of birth.
    pub born: NaiveDate,
}

/// First name, surname as listed, surname as typed. The first visitor of each visit.
const LEADS: &[(&str, &str, &str)] = &[
    ("Jeanette", "Shaw", "shaw"),
    ("Siân", "Llŷr", "llyr"),
    ("Niamh", "Ó Néill", "o neill"),
    ("Agnieszka", "Łukaszewicz", "lukaszewicz"),
    ("Ayesha", "Chaudhry", "chaudhry"),
    ("Ngozi", "Okafor", "okafor"),
    ("Margaret", "Smith-Jones", "smith-jones"),
    ("Xu", "X", "x"),
    ("Angharad", "ap Gwilym", "ap gwilym"),
    ("Ama", "Boateng", "boateng"),
    ("Doreen", "O’Brien", "o'brien"),
    ("Zofia", "Wójcik", "wojcik"),
    ("Rukhsana", "Mahmood", "mahmood"),
    ("Fatou", "Diallo", "diallo"),
    ("Eluned", "Prytherch", "prytherch"),
    ("Karen", "Blackwood", "blackwood"),
    ("Saoirse", "Mac Giolla Phádraig", "mac giolla phadraig"),
    ("Halina", "Żak", "zak"),
    ("Shabnam", "Qureshi", "qureshi"),
    ("Abena", "Owusu-Ansah", "owusu ansah"),
    ("Rhiannon", "Tŷ Mawr", "ty mawr"),
    ("Anneke", "van der Berg", "van der berg"),
    ("Folasade", "Adébáyọ̀", "adebayo"),
    ("Lesley", "Whitaker", "whitaker"),
    ("Bronwen", "Pugh", "pugh"),
    ("Katarzyna", "Dąbrowska", "dabrowska"),
    ("Nasreen", "Bibi", "bibi"),
    ("Efua", "Mensah", "mensah"),
    ("Tracey", "Featherstone", "featherstone"),
    ("Orlaith", "Ní Bhriain", "ni bhriain"),
    ("Ceridwen", "Môn", "mon"),
    ("Chidinma", "Eze", "eze"),
    ("Renata", "Ślusarczyk", "slusarczyk"),
    ("Samina", "Akhtar", "akhtar"),
    ("Pauline", "Nightingale", "nightingale"),
    ("Mair", "Gruffydd", "gruffydd"),
    ("Kofi", "Asante", "asante"),
    ("Gráinne", "Ó Súilleabháin", "o'suilleabhain"),
    ("Iwona", "Błaszczyk", "blaszczyk"),
    ("Parveen", "Siddiqui", "siddiqui"),
    ("Denise", "Hargreaves", "hargreaves"),
    ("Nerys", "Wyn-Ellis", "wyn ellis"),
    ("Adwoa", "Nkrumah-Baah", "nkrumah-baah"),
    ("Magdalena", "Jędrzejczak", "jedrzejczak"),
    ("Uzma", "Javed", "javed"),
    ("Carol", "Postlethwaite", "postlethwaite"),
    ("Heledd", "Bryn Glas", "bryn glas"),
    ("Mariama", "Sesay", "sesay"),
    ("Francine", "D’Arcy", "d arcy"),
    ("Ewa", "Gołąb", "golab"),
    ("Tahira", "Malik", "malik"),
    ("Sandra", "Ellwood", "ellwood"),
    ("Non", "Tegid", "tegid"),
    ("Blessing", "Osagie", "osagie"),
    ("Wendy", "Ashdown", "ashdown"),
    ("Mwynwen", "Hâf", "haf"),
    ("Danuta", "Kąkol", "kakol"),
    ("Ifeoma", "Nwosu", "nwosu"),
    ("Maureen", "Thackeray", "thackeray"),
    ("Beata", "Źrebiec", "zrebiec"),
    ("Gwen", "Ynyr", "ynyr"),
    ("Yaa", "Frimpong", "frimpong"),
    ("Julie", "Copperfield-Lane", "copperfield lane"),
    ("Shazia", "Rafiq", "rafiq"),
];

/// First names of who comes along.
const OTHERS: &[&str] = &["Sam", "Kai", "Zara", "Idris", "Maja", "Tomos", "Ola", "Aoife", "Yusuf"];

/// The first visitor of the n-th visit.
pub fn lead(n: usize) -> Person {
    let (first, last, typed) = LEADS[n % LEADS.len()];
    Person {
        first: first.to_owned(),
        last: last.to_owned(),
        typed: typed.to_owned(),
        born: birthday(1958, 45, n, 0),
    }
}

/// Who comes along on the n-th visit: now and then another adult, often children.
pub fn others(n: usize, today: NaiveDate) -> Vec<Person> {
    let lead = lead(n);
    let adults = usize::from(n.is_multiple_of(3));
    let children = n % 4;
    let child_from = chrono::Datelike::year(&today) - 14;
    let born = |i: usize| {
        if i < adults { birthday(1949, 50, n, i + 1) } else { birthday(child_from, 12, n, i + 1) }
    };
    (0..adults + children)
        .map(|i| Person {
            first: OTHERS[(n + i) % OTHERS.len()].to_owned(),
            born: born(i),
            ..lead.clone()
        })
        .collect()
}

/// A day that looks like chance and is the same at every start.
fn birthday(from_year: i32, years: u64, n: usize, i: usize) -> NaiveDate {
    let mut chance = fastrand::Rng::with_seed(7 + 31 * n as u64 + 1009 * i as u64);
    let year = from_year + i32::try_from(chance.u64(..years)).unwrap_or(0);
    NaiveDate::from_ymd_opt(year, chance.u32(1..=12), chance.u32(1..=28)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use visits_domain::person::Surname;

    #[test]
    fn what_they_type_is_what_is_on_the_list() {
        for n in 0..LEADS.len() {
            let lead = lead(n);
            let folded = |name: &str| Surname::parse(name).map(|s| s.folded().to_owned());
            assert_eq!(folded(&lead.typed), folded(&lead.last), "{}", lead.last);
        }
    }
}
