//! What *Audit* says. What each line says stands beside it, in `audit.rs`.

words! {
    /// Who did what.
    Audit;
    title: "Audit" / "Archwilio";
    day: "Day" / "Diwrnod";
    who: "Who" / "Pwy";
    anybody: "anybody" / "unrhyw un";
    act: "What" / "Beth";
    anything: "anything" / "unrhyw beth";
    about: "About" / "Ynghylch";
    at: "When" / "Pryd";
    row: "Row" / "Rhes";
    show: "Show" / "Dangos";
    older: "Older" / "Hŷn";
    newest: "Newest" / "Diweddaraf";
    nothing: "Nothing was noted that fits." / "Ni nodwyd dim sy’n cyfateb.";
    verify: "Check the whole record" / "Gwirio’r cofnod cyfan";
    whole: "The record is whole: {n} rows, each as it was written." / "Mae’r cofnod yn gyfan: {n} rhes, pob un fel y’i hysgrifennwyd.";
    whole_mark: "To be sure of it later, write this down somewhere else: row {n}, mark {mark}." / "I fod yn sicr ohono’n ddiweddarach, ysgrifennwch hyn yn rhywle arall: rhes {n}, marc {mark}.";
    broken_row: "The record was changed: row {n} is not what was written." / "Newidiwyd y cofnod: nid rhes {n} yw’r hyn a ysgrifennwyd.";
    broken_missing: "The record was changed: rows before row {n} are missing." / "Newidiwyd y cofnod: mae rhesi cyn rhes {n} ar goll.";
    broken_cut: "The record was changed: rows after row {n} are missing." / "Newidiwyd y cofnod: mae rhesi ar ôl rhes {n} ar goll.";
    broken_beyond: "The record was changed: rows stand after its end." / "Newidiwyd y cofnod: mae rhesi ar ôl ei ddiwedd.";
    broken_beginning: "The record was changed: its beginning is not what was written." / "Newidiwyd y cofnod: nid ei ddechrau yw’r hyn a ysgrifennwyd.";
    broken_end: "The record was changed: its end is not what was written." / "Newidiwyd y cofnod: nid ei ddiwedd yw’r hyn a ysgrifennwyd.";
    by_server: "the server" / "y gweinydd";
    by_command: "the command line" / "y llinell orchymyn";
}
