//! The views beside the tables: `sql/views/NAME.sql`, one SELECT a file that PostgreSQL and the lake's SQL both understand.

use std::collections::BTreeSet;

use mlb_lake::contract::{Catalog, Home, postgres};
use mlb_lake::reader;

use super::definition;
use crate::error::Result;

/// One view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Schema and name, `game.live_game_home_bench`.
    pub name: String,
    /// The same in quotes.
    pub quoted_name: String,
    /// The SELECT.
    pub select: String,
    /// The file's header, which is the view's comment.
    pub comment: String,
}

impl View {
    /// Reads all views of the project, by name; which schema a view is in is the lake's to say.
    ///
    /// # Errors
    /// `Lake` for one that cannot be read.
    pub fn read_all(home: &Home, catalog: &Catalog) -> Result<Vec<View>> {
        let schemas: BTreeSet<&str> = catalog.tables().map(|table| table.schema.as_str()).collect();
        let mut views = Vec::new();
        for schema in schemas {
            for (name, sql) in reader::views(&home.sql.join("views"), catalog, schema)? {
                views.push(View::new(schema, &name, &sql));
            }
        }
        Ok(views)
    }

    fn new(schema: &str, name: &str, sql: &str) -> View {
        let header = sql.lines().take_while(|line| line.starts_with("--"));
        View {
            name: format!("{schema}.{name}"),
            quoted_name: format!("{}.{}", postgres::quoted(schema), postgres::quoted(name)),
            select: sql.trim().trim_end_matches(';').to_owned(),
            comment: header
                .map(|line| line.trim_start_matches('-').trim())
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    /// What `meta.mirror_contract` records of it.
    pub fn definition(&self) -> String {
        definition::hash(&[self.select.clone(), self.comment.clone()])
    }

    /// `CREATE OR REPLACE VIEW`, which keeps what depends on it and fails where its columns changed.
    pub fn create_or_replace(&self) -> String {
        format!("CREATE OR REPLACE VIEW {} AS\n{}", self.quoted_name, self.select)
    }

    /// `COMMENT ON VIEW`.
    pub fn comment_on(&self) -> String {
        format!(
            "COMMENT ON VIEW {} IS {}",
            self.quoted_name,
            postgres::literal(&self.comment)
        )
    }
}
