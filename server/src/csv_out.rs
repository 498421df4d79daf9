//! CSV that we write. A cell that a spreadsheet would take for a formula is made a text: names come
//! from other people.

/// A table in UTF-8 with its mark, as spreadsheets on Windows want it.
pub fn table<C: AsRef<str>>(rows: impl IntoIterator<Item = Vec<C>>) -> String {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|text| cell(text.as_ref())).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// One cell: a text whatever it begins with, in quotes where it needs them.
pub fn cell(text: &str) -> String {
    let begins_a_formula = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || text.starts_with(['\t', '\r', '\n']);
    let guard = if begins_a_formula { "'" } else { "" };
    if guard.is_empty() && !text.contains([',', '"', '\n', '\r', ';', '\t']) {
        return text.to_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_spreadsheet_would_run_is_left() {
        for (text, written) in [
            ("Shaw", "Shaw"),
            ("O'Neill, Jones", "\"O'Neill, Jones\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
            (" +1", "\"' +1\""),
            ("-2", "\"'-2\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("13:45", "13:45"),
        ] {
            assert_eq!(cell(text), written);
        }
    }

    #[test]
    fn a_table_is_read_back_as_it_was() {
        let rows = [vec!["a", "b, c"], vec!["\"x\"", "line\nbreak"]];
        let written = table(rows.clone());
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(written.trim_start_matches('\u{feff}').as_bytes());
        let read: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(read, rows);
    }
}
