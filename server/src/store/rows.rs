//! Many rows in few statements: a batch of 500 costs twenty statements, not 500.

use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, Arguments as _, AssertSqlSafe};

use crate::error::Error;

/// Rows a statement. A few sizes only, so that each connection prepares each statement once; none
/// larger, because SQLite looks numbered placeholders up one after the other: twice the rows are
/// four times the work.
const SIZES: [usize; 3] = [25, 5, 1];

/// Values for placeholders, in order.
#[derive(Default)]
pub struct Values(AnyArguments);

impl Values {
    /// A text.
    pub fn text(&mut self, value: impl Into<String>) -> &mut Self {
        // Adding to a list in memory; it has no way to fail for these types.
        let _ = self.0.add(value.into());
        self
    }

    /// A text, or NULL.
    pub fn maybe_text(&mut self, value: Option<impl Into<String>>) -> &mut Self {
        let _ = self.0.add(value.map(Into::into));
        self
    }

    /// A number, a time (microseconds) or a flag.
    pub fn int(&mut self, value: impl Into<i64>) -> &mut Self {
        let _ = self.0.add(value.into());
        self
    }

    /// A number, or NULL.
    pub fn maybe_int(&mut self, value: Option<impl Into<i64>>) -> &mut Self {
        let _ = self.0.add(value.map(Into::into));
        self
    }

    /// All of them, for a statement of one's own.
    pub fn take(self) -> AnyArguments {
        self.0
    }

    /// Bytes.
    pub fn blob(&mut self, value: &[u8]) -> &mut Self {
        let _ = self.0.add(value.to_vec());
        self
    }
}

/// Runs `head (…), (…) tail` over all rows, `columns` values each.
pub async fn insert<T>(
    conn: &mut AnyConnection,
    (head, columns, tail): (&'static str, usize, &'static str),
    rows: &[T],
    bind: impl Fn(&T, &mut Values),
) -> Result<(), Error> {
    for chunk in chunks(rows) {
        let (sql, values) = statement((head, columns, tail), chunk, &bind);
        sqlx::query_with(AssertSqlSafe(sql), values.0).execute(&mut *conn).await?;
    }
    Ok(())
}

/// The same where `tail` ends in RETURNING: gathers what is returned.
pub async fn insert_returning<T, R>(
    conn: &mut AnyConnection,
    (head, columns, tail): (&'static str, usize, &'static str),
    rows: &[T],
    bind: impl Fn(&T, &mut Values),
) -> Result<Vec<R>, Error>
where
    R: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> + Send + Unpin,
{
    let mut all = Vec::with_capacity(rows.len());
    for chunk in chunks(rows) {
        let (sql, values) = statement((head, columns, tail), chunk, &bind);
        let query = sqlx::query_as_with::<_, R, _>(AssertSqlSafe(sql), values.0);
        all.extend(query.fetch_all(&mut *conn).await?);
    }
    Ok(all)
}

fn statement<T>(
    (head, columns, tail): (&'static str, usize, &'static str),
    chunk: &[T],
    bind: &impl Fn(&T, &mut Values),
) -> (String, Values) {
    let mut sql = String::with_capacity(head.len() + tail.len() + chunk.len() * columns * 6);
    sql.push_str(head);
    for row in 0..chunk.len() {
        sql.push_str(if row == 0 { " (" } else { ", (" });
        placeholders(&mut sql, row * columns + 1, columns);
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(tail);
    let mut values = Values::default();
    for row in chunk {
        bind(row, &mut values);
    }
    (sql, values)
}

/// Runs `head $1 … IN ($2, …) tail` for a site and any number of keys, and gathers the rows.
pub async fn select_in<R>(
    conn: &mut AnyConnection,
    (head, tail): (&str, &str),
    site: &str,
    keys: &[String],
) -> Result<Vec<R>, Error>
where
    R: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> + Send + Unpin,
{
    let mut all = Vec::with_capacity(keys.len());
    for chunk in chunks(keys) {
        let mut sql = format!("{head} (");
        placeholders(&mut sql, 2, chunk.len());
        sql.push_str(") ");
        sql.push_str(tail);
        let mut values = Values::default();
        values.text(site);
        for key in chunk {
            values.text(key.as_str());
        }
        let query = sqlx::query_as_with::<_, R, _>(AssertSqlSafe(sql), values.0);
        all.extend(query.fetch_all(&mut *conn).await?);
    }
    Ok(all)
}

/// Runs `head ($2, …)` for a site and any number of keys: how many rows it changed.
pub async fn run_in(
    conn: &mut AnyConnection,
    head: &str,
    site: &str,
    keys: &[String],
) -> Result<u64, Error> {
    let mut changed = 0;
    for chunk in chunks(keys) {
        let mut sql = format!("{head} (");
        placeholders(&mut sql, 2, chunk.len());
        sql.push(')');
        let mut values = Values::default();
        values.text(site);
        for key in chunk {
            values.text(key.as_str());
        }
        let done = sqlx::query_with(AssertSqlSafe(sql), values.0).execute(&mut *conn).await?;
        changed += done.rows_affected();
    }
    Ok(changed)
}

fn placeholders(sql: &mut String, first: usize, count: usize) {
    use std::fmt::Write as _;
    for n in first..first + count {
        let comma = if n == first { "" } else { "," };
        let _ = write!(sql, "{comma}${n}");
    }
}

fn chunks<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = SIZES.into_iter().find(|size| *size <= rows.len())?;
        let (chunk, rest) = rows.split_at(size);
        rows = rest;
        Some(chunk)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_rows_is_cut_into_a_few_sizes() {
        for length in [0usize, 1, 9, 10, 137, 500] {
            let rows = vec![0u8; length];
            let sizes: Vec<usize> = chunks(&rows).map(<[u8]>::len).collect();
            assert_eq!(sizes.iter().sum::<usize>(), length);
            assert!(sizes.iter().all(|size| SIZES.contains(size)));
        }
    }
}
