//! Changes that wait, to go to the engine together: each journey there costs more than most changes do.

use futures_util::TryStreamExt as _;
use sqlx::{
    AssertSqlSafe, Either, Executor as _, PgConnection, Postgres, Sqlite, SqliteConnection,
};

use super::dialect::Engine;
use super::error::StoreError;
use super::value::{Value, bound};

/// Changes, in the order in which they were asked for.
#[derive(Default)]
pub(super) struct Queue(Vec<Change>);

struct Change {
    sql: &'static str,
    args: Vec<Value>,
    /// How many rows it must change; `None`: as many as there are.
    rows: Option<u64>,
}

/// Several changes as one statement.
pub(super) struct Together {
    sql: String,
    args: Vec<Value>,
    /// The text of the first change, for a message.
    first: &'static str,
    /// How many rows each of its parts must change; `None`: as many as there are.
    rows: Vec<Option<u64>>,
}

impl Together {
    /// Makes the changes, after the statement `first` if there is one. What goes wrong half-way stays half done: roll it
    /// back.
    pub(super) async fn on_sqlite(
        &self,
        conn: &mut SqliteConnection,
        first: Option<&str>,
    ) -> Result<(), StoreError> {
        let failed = |error| StoreError::of(&error, self.first);
        let sql = match first {
            Some(first) => format!("{first}; {}", self.sql),
            None => self.sql.clone(),
        };
        let mut answers = conn.fetch_many(bound!(Sqlite, AssertSqlSafe(sql), self.args));
        let mut rows = self.rows.iter();
        // What `first` answers is left over from an earlier statement.
        let mut left_over = first.is_some();
        while let Some(answer) = answers.try_next().await.map_err(failed)? {
            let Either::Left(done) = answer else {
                continue;
            };
            if !std::mem::take(&mut left_over)
                && !(rows.next())
                    .is_some_and(|must| must.is_none_or(|must| done.rows_affected() == must))
            {
                return Err(StoreError::Stale);
            }
        }
        rows.next().map_or(Ok(()), |_| Err(StoreError::Stale))
    }

    /// Makes the changes, all or none.
    pub(super) async fn on_postgres(self, conn: &mut PgConnection) -> Result<(), StoreError> {
        let sql = AssertSqlSafe(self.sql);
        let changed = bound!(Postgres, sql, self.args).fetch_one(conn).await;
        changed
            .map(drop)
            .map_err(|error| StoreError::of(&error, self.first))
    }
}

impl Queue {
    pub(super) fn add(&mut self, sql: &'static str, args: &[Value], rows: Option<u64>) {
        let args = args.to_vec();
        self.0.push(Change { sql, args, rows });
    }

    /// Whether a query could read what waits: it names a table in which something is to change.
    pub(super) fn concerns(&self, query: &str) -> bool {
        self.0
            .iter()
            .any(|change| query.contains(table(change.sql)))
    }

    /// Whether a row of this change, told by its table and its first argument, is one that waits to be changed. Of two changes
    /// of one row in one statement PostgreSQL makes only one.
    pub(super) fn holds(&self, sql: &str, args: &[Value]) -> bool {
        self.0
            .iter()
            .any(|change| change.args.first() == args.first() && table(change.sql) == table(sql))
    }

    /// What waits, as one statement: on SQLite one after the other, on PostgreSQL as the parts of one query.
    pub(super) fn together(self, engine: Engine) -> Option<Together> {
        let first = self.0.first()?.sql;
        let (mut args, mut parts, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for part in joined(self.0) {
            rows.push(part.count);
            parts.push(part.text(args.len()));
            args.extend(part.rows.into_iter().flatten());
        }
        let sql = match engine {
            Engine::Sqlite => parts.join("; "),
            Engine::Postgres => {
                let (sql, counts) = in_one(&parts, &rows, args.len() + 1);
                args.push(counts.into());
                sql
            }
        };
        Some(Together {
            sql,
            args,
            first,
            rows,
        })
    }
}

/// Changes with the same text.
struct Part {
    sql: &'static str,
    rows: Vec<Vec<Value>>,
    count: Option<u64>,
}

impl Part {
    /// The statement, with the first placeholder after `by` others. Several rows: `INSERT INTO t (...) VALUES (...), (...)`.
    fn text(&self, by: usize) -> String {
        let mut text = renumbered(self.sql, by);
        let mut by = by;
        for pair in self.rows.windows(2) {
            by += pair[0].len();
            text.push_str(", ");
            text.push_str(&renumbered(new_row(self.sql).unwrap_or_default(), by));
        }
        text
    }

    /// Whether one of these values is the name of one of the rows.
    fn is_named_by(&self, args: &[Value]) -> bool {
        let mut names = self.rows.iter().filter_map(|row| row.first());
        names.any(|name| args.contains(name))
    }
}

/// New rows for the same table as one part, in the place of the last of them; not where a part in between names one of them.
fn joined(changes: Vec<Change>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(changes.len());
    for change in changes {
        let same = parts.iter().rposition(|part| part.sql == change.sql);
        let earlier = same.filter(|at| {
            let mut since = parts[at + 1..].iter().flat_map(|part| &part.rows);
            new_row(change.sql).is_some() && !since.any(|args| parts[*at].is_named_by(args))
        });
        let mut part = match earlier {
            Some(at) => parts.remove(at),
            None => Part {
                sql: change.sql,
                rows: Vec::new(),
                count: Some(0),
            },
        };
        part.rows.push(change.args);
        part.count = part.count.zip(change.rows).map(|(all, rows)| all + rows);
        parts.push(part);
    }
    parts
}

/// The row of an `INSERT ... VALUES (...)` with nothing after it.
fn new_row(sql: &str) -> Option<&str> {
    let (_, row) = sql.split_once(" VALUES ")?;
    let alone = row.starts_with('(') && row.ends_with(')') && !row.contains(" ON CONFLICT ");
    alone.then_some(row)
}

/// `WITH c0 AS (...), c1 AS (...) SELECT 1 / ...`, and what its last placeholder (that has this number) must be: the counts of what
/// changed, a comma after each. It may be a transaction of its own, so it must fail by itself if another number of rows changed:
/// it divides by zero, which nothing else here does.
fn in_one(parts: &[String], rows: &[Option<u64>], last: usize) -> (String, String) {
    let with = |(at, part): (usize, &String)| format!("c{at} AS ({part} RETURNING 1)");
    let with: Vec<_> = parts.iter().enumerate().map(with).collect();
    let (mut found, mut must) = (String::new(), String::new());
    for (at, rows) in rows.iter().enumerate() {
        if let Some(rows) = rows {
            found.push_str(&format!(", (SELECT count(*) FROM c{at}), ','"));
            must.push_str(&format!("{rows},"));
        }
    }
    let with = with.join(", ");
    let sql = format!("WITH {with} SELECT 1 / CAST(concat(''{found}) = ${last} AS integer)");
    (sql, must)
}

/// The table that a change is made in: `INSERT INTO table`, `UPDATE table`, `DELETE FROM table`.
fn table(sql: &str) -> &str {
    let words = sql.split_whitespace();
    let mut after = words.skip_while(|word| !["INTO", "UPDATE", "FROM"].contains(word));
    after.nth(1).unwrap_or(sql)
}

/// The same statement with its `$1` as `$(1 + by)`.
fn renumbered(sql: &str, by: usize) -> String {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        let number = number.parse::<usize>().unwrap_or_default() + by;
        text.push_str(&format!("${number}{rest}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Queue, renumbered, table};
    use crate::store::value::Value;
    use crate::store::{Engine, args};

    const INSERT: &str = "INSERT INTO throttle (key, failures) VALUES ($1, $2)";
    const DELETE: &str = "DELETE FROM tasks WHERE case_id = $1";
    const UPDATE: &str = "UPDATE sessions SET csrf = $2 WHERE user_id = $1";

    fn queue() -> Queue {
        let mut queue = Queue::default();
        queue.add(INSERT, args!["a", 1_i64], Some(1));
        queue.add(UPDATE, args!["b", "x"], Some(1));
        queue
    }

    #[test]
    fn changes_go_together_with_their_own_arguments() {
        let together = queue().together(Engine::Sqlite).unwrap();
        assert_eq!(
            together.sql,
            "INSERT INTO throttle (key, failures) VALUES ($1, $2); \
             UPDATE sessions SET csrf = $4 WHERE user_id = $3"
        );
        assert_eq!((together.args.len(), together.rows), (4, vec![Some(1); 2]));
        let together = queue().together(Engine::Postgres).unwrap();
        assert_eq!(
            together.sql,
            "WITH c0 AS (INSERT INTO throttle (key, failures) VALUES ($1, $2) RETURNING 1), \
             c1 AS (UPDATE sessions SET csrf = $4 WHERE user_id = $3 RETURNING 1) \
             SELECT 1 / CAST(concat('', (SELECT count(*) FROM c0), ',', (SELECT count(*) FROM c1), ',') = $5 AS integer)"
        );
        assert_eq!(together.args[4], Value::from("1,1,"));
    }

    #[test]
    fn new_rows_of_one_table_go_in_one_part_unless_something_between_them_names_one() {
        let mut apart = queue();
        apart.add(INSERT, args!["c", 3_i64], Some(1));
        let together = apart.together(Engine::Sqlite).unwrap();
        assert_eq!(
            together.sql,
            "UPDATE sessions SET csrf = $2 WHERE user_id = $1; \
             INSERT INTO throttle (key, failures) VALUES ($3, $4), ($5, $6)"
        );
        assert_eq!(together.rows, [Some(1), Some(2)]);
        assert_eq!(together.args[2], Value::from("a"));
        let mut named = queue();
        named.add(UPDATE, args!["d", "a"], Some(1));
        named.add(INSERT, args!["c", 3_i64], Some(1));
        let together = named.together(Engine::Sqlite).unwrap();
        assert_eq!(together.rows, [Some(1); 4]);
    }

    #[test]
    fn a_change_of_any_number_of_rows_is_not_counted() {
        let mut any = queue();
        any.add(DELETE, args!["e"], None);
        let together = any.together(Engine::Postgres).unwrap();
        assert!(together.sql.ends_with(
            "c2 AS (DELETE FROM tasks WHERE case_id = $5 RETURNING 1) \
             SELECT 1 / CAST(concat('', (SELECT count(*) FROM c0), ',', (SELECT count(*) FROM c1), ',') = $6 AS integer)"
        ));
        assert_eq!(together.args[5], Value::from("1,1,"));
    }

    #[test]
    fn a_query_that_names_a_changed_table_could_see_what_waits() {
        assert!(queue().concerns("SELECT 1 FROM users JOIN sessions ON true"));
        assert!(!queue().concerns("SELECT 1 FROM users"));
        assert!(queue().holds(UPDATE, args!["b", 2_i64]) && !queue().holds(UPDATE, args!["c"]));
        assert!(!queue().holds(INSERT, args!["b", 2_i64]));
        let tables = [INSERT, UPDATE, DELETE].map(table);
        assert_eq!(tables, ["throttle", "sessions", "tasks"]);
    }

    #[test]
    fn a_placeholder_keeps_its_place_beside_others() {
        assert_eq!(renumbered("$1, $10, $10)", 12), "$13, $22, $22)");
    }
}
