//! What an officer reads off Today.

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub visit: String,
    pub version: i64,
    pub state: String,
    pub numbers: Vec<String>,
    pub reference: String,
    /// The boxes of the adults: whose, and whether it is ticked. None while nobody is here.
    pub ticks: Vec<(String, bool)>,
    /// The table, where the page has a field for it.
    pub table: Option<String>,
}

/// The page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub day: String,
    /// What the button *call next* knows of how many are called.
    pub called: String,
    pub rows: Vec<Row>,
}

impl Sheet {
    /// Reads a page; none: it is another page.
    pub fn read(page: &str) -> Option<Self> {
        let day = between(page, "data-day=\"", "\"")?.to_owned();
        let called = between(page, "name=\"called\" value=\"", "\"")?.to_owned();
        let rows = page.split("<tr id=\"v-").skip(1).map(row).collect::<Option<Vec<_>>>()?;
        Some(Self { day, called, rows })
    }

    /// The row of a visit.
    pub fn row(&self, visit: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.visit == visit)
    }
}

fn row(text: &str) -> Option<Row> {
    let text = text.split("</tr>").next()?;
    let numbers = between(text, "data-numbers=\"", "\"")?;
    let boxes = text.split("aria-checked=\"").skip(1);
    let tick = |text: &str| {
        let id = between(text, "id=\"tick-", "\"")?;
        Some((id.to_owned(), text.starts_with("true")))
    };
    let table = between(text, "name=\"table\" value=\"", "\"");
    Some(Row {
        visit: text.split('"').next()?.to_owned(),
        version: between(text, "data-version=\"", "\"")?.parse().ok()?,
        state: between(text, "data-state=\"", "\"")?.to_owned(),
        numbers: numbers.split_whitespace().map(str::to_owned).collect(),
        reference: reference(text)?.to_owned(),
        ticks: boxes.map(tick).collect::<Option<Vec<_>>>()?,
        table: table.map(str::to_owned),
    })
}

fn reference(row: &str) -> Option<&str> {
    let cell = row.split("<td class=\"reference\"").nth(1)?;
    between(cell, ">", "<")
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split(after).next()
}
