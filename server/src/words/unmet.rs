//! What the report of unmet need says.

use visits_domain::help::Nation;

words! {
    /// What was asked for and not found.
    UnmetWords;
    title: "Asked for and not found" / "Gofynnwyd amdano heb ei gael";
    lead: "What families looked for at the kiosks, counted by searches: never by person, and no word that was typed. A count of one to four is not shown." / "Yr hyn y chwiliodd teuluoedd amdano wrth y ciosgau, wedi’i gyfrif fesul chwiliad: byth fesul person, a dim gair a deipiwyd. Ni ddangosir cyfrif o un i bedwar.";
    from: "From" / "O";
    until: "Until" / "Hyd";
    show: "Show" / "Dangos";
    csv: "Table (CSV)" / "Tabl (CSV)";
    print: "Print" / "Argraffu";
    not_a_span: "Choose two days, the first not after the second, three years at most." / "Dewiswch ddau ddiwrnod, y cyntaf heb fod ar ôl yr ail, tair blynedd ar y mwyaf.";
    need: "Need" / "Angen";
    by_word: "A word was searched for" / "Chwiliwyd am air";
    in_vain: "Nothing found" / "Dim wedi’i gael";
    found: "Something found" / "Cafwyd rhywbeth";
    stage: "Where on the way" / "Lle ar y daith";
    nation: "Nation" / "Cenedl";
    language: "Language" / "Iaith";
    few: "fewer than five" / "llai na phump";
    any_stage: "not said" / "heb ei ddweud";
    gaps: "In vain, by stage, nation and language" / "Yn ofer, fesul cam, cenedl ac iaith";
    nothing: "Nothing was looked for in these days." / "Ni chwiliwyd am ddim yn y dyddiau hyn.";
    no_gaps: "Everything that was looked for was found." / "Cafwyd popeth y chwiliwyd amdano.";
    england: "England" / "Lloegr";
    wales: "Wales" / "Cymru";
    scotland: "Scotland" / "Yr Alban";
    northern_ireland: "Northern Ireland" / "Gogledd Iwerddon";
}

impl UnmetWords {
    /// A nation by its name.
    pub fn nation_of(&self, nation: Nation) -> &'static str {
        match nation {
            Nation::England => self.england,
            Nation::Wales => self.wales,
            Nation::Scotland => self.scotland,
            Nation::NorthernIreland => self.northern_ireland,
        }
    }
}
