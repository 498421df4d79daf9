//! All rows of all tables, whatever they are, out of a database and into another: a backup made on
//! SQLite can be restored on PostgreSQL and the other way round.

use std::collections::HashMap;

use futures_util::TryStreamExt as _;
use serde_json::Value;
use sqlx::any::{AnyArguments, AnyRow, AnyTypeInfoKind};
use sqlx::{
    AnyConnection, Arguments as _, AssertSqlSafe, Column as _, Row as _, TypeInfo as _,
    ValueRef as _,
};
use visits_domain::encoding;

use super::{Db, Kind, Write};
use crate::error::Error;

/// Not in a backup: who is signed in, one-time codes, and the life itself. A restored server lets
/// nobody in who was in before, and begins another life.
const LEFT_OUT: [&str; 4] = ["_sqlx_migrations", "sessions", "enrol_codes", "server_life"];

/// A database that reads as it was at one moment, while others go on writing.
pub struct Snapshot {
    tx: sqlx::Transaction<'static, sqlx::Any>,
    kind: Kind,
}

/// What becomes of rows as they are read.
pub trait Rows {
    /// Rows of this table follow, with these columns.
    fn table(&mut self, name: &str, columns: &[String]) -> Result<(), Error>;
    /// A row.
    fn row(&mut self, values: Vec<Value>) -> Result<(), Error>;
}

impl Snapshot {
    /// As it is now.
    pub async fn of(db: &Db) -> Result<Self, Error> {
        let begin = match db.kind {
            Kind::Sqlite => "BEGIN",
            Kind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        Ok(Self { tx: db.pool.begin_with(begin).await?, kind: db.kind })
    }

    /// The number of the last migration.
    pub async fn version(&mut self) -> Result<i64, Error> {
        let sql = "SELECT CAST(MAX(version) AS BIGINT) FROM _sqlx_migrations";
        Ok(sqlx::query_as::<_, (i64,)>(sql).fetch_one(&mut *self.tx).await?.0)
    }

    /// The tables, each after those it refers to.
    pub async fn tables(&mut self) -> Result<Vec<String>, Error> {
        tables(&mut self.tx, self.kind).await
    }

    /// Reads all rows of a table.
    pub async fn read(&mut self, table: &str, rows: &mut impl Rows) -> Result<(), Error> {
        let sql = AssertSqlSafe(format!("SELECT * FROM {}", quoted(table)));
        let mut found = sqlx::query(sql).fetch(&mut *self.tx);
        let mut begun = false;
        while let Some(row) = found.try_next().await? {
            if !begun {
                let names = row.columns().iter().map(|column| column.name().to_owned());
                rows.table(table, &names.collect::<Vec<_>>())?;
                begun = true;
            }
            rows.row((0..row.len()).map(|i| value(&row, i)).collect::<Result<_, _>>()?)?;
        }
        Ok(())
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text is a text and a number a number; bytes are an object, so that they are neither.
fn value(row: &AnyRow, place: usize) -> Result<Value, Error> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info().kind();
    Ok(match kind {
        AnyTypeInfoKind::Text => Value::String(row.try_get(place)?),
        AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
            Value::from(row.try_get::<i64, _>(place)?)
        }
        AnyTypeInfoKind::Blob => {
            let bytes: Vec<u8> = row.try_get(place)?;
            serde_json::json!({ "bytes": encoding::to_text(&bytes) })
        }
        _ => {
            let what = format!("a column of the type {}", raw.type_info().name());
            return Err(sqlx::Error::Decode(what.into()).into());
        }
    })
}

async fn tables(conn: &mut AnyConnection, kind: Kind) -> Result<Vec<String>, Error> {
    let (all, references) = match kind {
        Kind::Sqlite => (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             ORDER BY name",
            "SELECT m.name, f.\"table\" FROM sqlite_master m \
             JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
        ),
        Kind::Postgres => (
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() \
             ORDER BY tablename",
            "SELECT CAST(a.relname AS TEXT), CAST(b.relname AS TEXT) FROM pg_constraint c \
             JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid \
             JOIN pg_namespace n ON n.oid = c.connamespace \
             WHERE c.contype = 'f' AND n.nspname = current_schema()",
        ),
    };
    let all: Vec<(String,)> = sqlx::query_as(all).fetch_all(&mut *conn).await?;
    let references: Vec<(String, String)> =
        sqlx::query_as(references).fetch_all(&mut *conn).await?;
    let all = all.into_iter().map(|row| row.0).filter(|name| !LEFT_OUT.contains(&name.as_str()));
    Ok(referred_first(all.collect(), &references))
}

/// Pure: each table after those it refers to. Where they refer to each other in a circle the
/// order stays.
fn referred_first(mut waiting: Vec<String>, references: &[(String, String)]) -> Vec<String> {
    let mut ordered: Vec<String> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_free = |table: &String| {
            !references.iter().any(|(from, to)| {
                from == table && to != table && waiting.iter().any(|other| other == to)
            })
        };
        let next = waiting.iter().position(is_free).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}

/// Puts rows into an empty database.
pub struct Filling {
    tx: Write,
    columns: HashMap<String, HashMap<String, Shape>>,
    sql: String,
    shapes: Vec<Shape>,
}

/// NULL has a type too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Number,
    Bytes,
}

/// The database holds something.
pub struct NotEmpty;

impl Filling {
    /// Begins, if there is nothing in any table.
    pub async fn of(db: &Db) -> Result<Result<Self, NotEmpty>, Error> {
        let mut tx = db.write().await?;
        let kind = tx.kind;
        let mut columns = HashMap::new();
        for table in tables(tx.conn(), kind).await? {
            let sql = AssertSqlSafe(format!("SELECT 1 FROM {} LIMIT 1", quoted(&table)));
            if sqlx::query(sql).fetch_optional(tx.conn()).await?.is_some() {
                return Ok(Err(NotEmpty));
            }
            let shapes = shapes(tx.conn(), kind, &table).await?;
            columns.insert(table, shapes);
        }
        Ok(Ok(Self { tx, columns, sql: String::new(), shapes: Vec::new() }))
    }

    /// Rows of this table follow. False: there is no such table, or no such column.
    pub fn table(&mut self, name: &str, columns: &[String]) -> bool {
        let Some(known) = self.columns.get(name) else { return false };
        let shapes: Option<Vec<Shape>> = columns.iter().map(|c| known.get(c).copied()).collect();
        let Some(shapes) = shapes else { return false };
        let names: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        let (names, places) = (names.join(", "), places.join(", "));
        self.sql = format!("INSERT INTO {} ({names}) VALUES ({places})", quoted(name));
        self.shapes = shapes;
        true
    }

    /// A row. False: it does not fit the table.
    pub async fn row(&mut self, values: Vec<Value>) -> Result<bool, Error> {
        if values.len() != self.shapes.len() {
            return Ok(false);
        }
        let mut arguments = AnyArguments::default();
        for (value, shape) in values.into_iter().zip(&self.shapes) {
            if !bind(&mut arguments, value, *shape) {
                return Ok(false);
            }
        }
        let sql = AssertSqlSafe(self.sql.clone());
        sqlx::query_with(sql, arguments).execute(self.tx.conn()).await?;
        Ok(true)
    }

    /// The transaction, when all rows are in.
    pub fn done(self) -> Write {
        self.tx
    }
}

/// Adding to a list in memory has no way to fail for these types.
fn bind(arguments: &mut AnyArguments, value: Value, shape: Shape) -> bool {
    let added = match (shape, value) {
        (Shape::Text, Value::Null) => arguments.add(None::<String>),
        (Shape::Number, Value::Null) => arguments.add(None::<i64>),
        (Shape::Bytes, Value::Null) => arguments.add(None::<Vec<u8>>),
        (Shape::Text, Value::String(text)) => arguments.add(text),
        (Shape::Number, Value::Number(number)) => match number.as_i64() {
            Some(number) => arguments.add(number),
            None => return false,
        },
        (Shape::Bytes, Value::Object(object)) => {
            let text = object.get("bytes").and_then(Value::as_str);
            match text.and_then(|text| encoding::from_text(text).ok()) {
                Some(bytes) => arguments.add(bytes),
                None => return false,
            }
        }
        _ => return false,
    };
    added.is_ok()
}

async fn shapes(
    conn: &mut AnyConnection,
    kind: Kind,
    table: &str,
) -> Result<HashMap<String, Shape>, Error> {
    let sql = match kind {
        Kind::Sqlite => "SELECT name, type FROM pragma_table_info($1)",
        Kind::Postgres => {
            "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) \
             FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1"
        }
    };
    let rows: Vec<(String, String)> = sqlx::query_as(sql).bind(table).fetch_all(conn).await?;
    let shape = |declared: String| match declared.to_ascii_uppercase().as_str() {
        "BIGINT" | "INTEGER" | "SMALLINT" => Shape::Number,
        "BYTEA" | "BLOB" => Shape::Bytes,
        _ => Shape::Text,
    };
    Ok(rows.into_iter().map(|(name, declared)| (name, shape(declared))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_after_those_it_refers_to() {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let references =
            [pair("arrivals", "visits"), pair("visits", "sites"), pair("tree", "tree")];
        let ordered = referred_first(names(&["arrivals", "sites", "tree", "visits"]), &references);
        assert_eq!(ordered, names(&["sites", "tree", "visits", "arrivals"]));
        let circle = [pair("a", "b"), pair("b", "a")];
        assert_eq!(referred_first(names(&["a", "b"]), &circle).len(), 2);
    }
}
