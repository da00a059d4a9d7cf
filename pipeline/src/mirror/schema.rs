//! Makes PostgreSQL look like the blueprint.
//!
//! What is recorded as made and still there is left alone, so an unchanged contract costs no statement. Columns that a contract gained
//! are added; any other change of a table's columns or key drops the table and makes it anew, for its rows are the lake's and come back
//! from there. Indexes and foreign keys of a new table come after its rows. Nothing that the mirror did not make is ever dropped or
//! replaced, and never does `CASCADE` follow.

use std::collections::{BTreeMap, BTreeSet};

use mlb_lake::contract::postgres;

use super::blueprint::{Blueprint, Kind, TableBlueprint};
use super::definition::{Change, Definition};
use super::failure::refused;
use super::session::Session;
use super::view::View;
use crate::error::Result;

/// SQLSTATE of a view whose columns cannot be replaced.
const OTHER_COLUMNS: &str = "42P16";

/// What is to be done before and after the rows.
pub struct SchemaWork<'a> {
    blueprint: &'a Blueprint<'a>,
    /// What each table of the blueprint was made from, where that is known.
    made: Vec<Option<Definition>>,
    changes: Vec<Change>,
    /// Views of the mirror that are there.
    views_there: BTreeSet<String>,
    /// Views to make or make anew.
    views: Vec<&'a View>,
    /// Tables and views that the project no longer has.
    gone: Vec<(Kind, String)>,
}

impl<'a> SchemaWork<'a> {
    /// Compares the blueprint with what is recorded and what is there.
    ///
    /// # Errors
    /// `Mirror` where something that the mirror did not make has a name that it needs.
    pub async fn plan(
        session: &Session,
        blueprint: &'a Blueprint<'a>,
        recorded: &BTreeMap<String, (Kind, String)>,
    ) -> Result<SchemaWork<'a>> {
        let wanted = blueprint.recorded();
        let names: BTreeSet<&String> = wanted.keys().chain(recorded.keys()).collect();
        let there = existing(session, &names).await?;
        if let Some(name) = there.iter().find(|name| !recorded.contains_key(*name)) {
            return Err(refused(
                format!("making `{name}`"),
                "something of this name is there and is not the mirror's; drop or rename it, or mirror into another database",
            ));
        }
        let made = |table: &TableBlueprint<'_>| {
            let (_, text) = recorded.get(&table.name)?;
            serde_json::from_str(text).ok()
        };
        let made: Vec<Option<Definition>> = blueprint.tables.iter().map(made).collect();
        let change = |(table, made): (&TableBlueprint<'_>, &Option<Definition>)| match made {
            _ if !there.contains(&table.name) => Change::Create,
            Some(made) => made.change_to(&table.definition),
            None => Change::Recreate,
        };
        let changes: Vec<Change> = blueprint.tables.iter().zip(&made).map(change).collect();
        let gone: Vec<(Kind, String)> = recorded
            .iter()
            .filter(|(name, _)| !wanted.contains_key(*name))
            .map(|(name, (kind, _))| (*kind, name.clone()))
            .filter(|(_, name)| there.contains(name))
            .collect();
        let drops_tables =
            changes.contains(&Change::Recreate) || gone.iter().any(|(kind, _)| *kind == Kind::Table);
        let is_same =
            |view: &&View| there.contains(&view.name) && recorded.get(&view.name) == wanted.get(&view.name);
        let views = blueprint
            .views
            .iter()
            .filter(|view| drops_tables || !is_same(view))
            .collect();
        let is_view = |name: &&String| recorded.get(*name).is_some_and(|(kind, _)| *kind == Kind::View);
        let views_there = there.iter().filter(is_view).cloned().collect();
        Ok(SchemaWork {
            blueprint,
            made,
            changes,
            views_there,
            views,
            gone,
        })
    }

    /// Nothing is to be done.
    pub fn is_empty(&self) -> bool {
        let is_kept = (0..self.changes.len()).all(|index| self.is_as_made(index));
        is_kept && self.views.is_empty() && self.gone.is_empty()
    }

    fn is_as_made(&self, index: usize) -> bool {
        self.changes[index] == Change::Keep
            && self.made[index].as_ref() == Some(&self.blueprint.tables[index].definition)
    }

    /// Whether a table of the blueprint has no rows yet.
    pub fn is_new(&self, index: usize) -> bool {
        matches!(self.changes[index], Change::Create | Change::Recreate)
    }

    /// Whether any table has no rows yet.
    pub fn has_new_tables(&self) -> bool {
        (0..self.changes.len()).any(|index| self.is_new(index))
    }

    /// What is done, a line each.
    pub fn told(&self) -> Vec<String> {
        let tables =
            self.blueprint
                .tables
                .iter()
                .zip(&self.changes)
                .filter_map(|(table, change)| match change {
                    Change::Keep => None,
                    Change::Create => Some(format!("created {}", table.name)),
                    Change::Recreate => Some(format!("recreated {}", table.name)),
                    Change::AddColumns(columns) => {
                        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                        Some(format!("added {} to {}", names.join(", "), table.name))
                    }
                });
        let views = self
            .views
            .iter()
            .map(|view| format!("created view {}", view.name));
        let gone = self
            .gone
            .iter()
            .map(|(kind, name)| format!("dropped {} {name}", kind.name()));
        tables.chain(views).chain(gone).collect()
    }

    /// Makes tables and columns, and takes away what is in the way of that.
    pub async fn before_rows(&self, session: &Session) -> Result<()> {
        self.create_schemas(session).await?;
        let dropped = self.tables_to_drop();
        if !dropped.is_empty() {
            for view in &self.views_there {
                session
                    .run(
                        &format!("dropping view `{view}`"),
                        &format!("DROP VIEW IF EXISTS {}", quoted(view)),
                    )
                    .await?;
            }
        }
        self.drop_foreign_keys(session, &dropped).await?;
        if !dropped.is_empty() {
            let names: Vec<String> = dropped.iter().map(|name| quoted(name)).collect();
            let sql = format!("DROP TABLE {}", names.join(", "));
            session
                .run(&format!("dropping {}", Vec::from_iter(dropped).join(", ")), &sql)
                .await?;
        }
        for (table, change) in self.blueprint.tables.iter().zip(&self.changes) {
            match change {
                Change::Keep => {}
                Change::Create | Change::Recreate => {
                    session
                        .run(
                            &format!("creating `{}`", table.name),
                            &postgres::create_table(table.table),
                        )
                        .await?;
                }
                Change::AddColumns(columns) => {
                    for column in columns {
                        let doing = format!("adding column `{}` to `{}`", column.name, table.name);
                        session.run(&doing, &column.add_to(table.table)).await?;
                    }
                }
            }
        }
        Ok(())
    }

    fn tables_to_drop(&self) -> BTreeSet<String> {
        let recreated = self.blueprint.tables.iter().zip(&self.changes);
        let recreated = recreated
            .filter(|(_, change)| **change == Change::Recreate)
            .map(|(table, _)| table.name.clone());
        let gone = self
            .gone
            .iter()
            .filter(|(kind, _)| *kind == Kind::Table)
            .map(|(_, name)| name.clone());
        recreated.chain(gone).collect()
    }

    /// `CREATE SCHEMA IF NOT EXISTS` asks for the right to create even where the schema is there.
    async fn create_schemas(&self, session: &Session) -> Result<()> {
        for schema in &self.blueprint.schemas {
            create_schema(session, schema).await?;
        }
        Ok(())
    }

    /// Drops those from the mirror's tables to a dropped one, and those of a table whose contract now has others.
    async fn drop_foreign_keys(&self, session: &Session, dropped: &BTreeSet<String>) -> Result<()> {
        let kept = || {
            self.blueprint
                .tables
                .iter()
                .enumerate()
                .filter(|(index, _)| !self.is_new(*index))
        };
        let from: Vec<String> = kept().map(|(_, table)| table.quoted_name()).collect();
        let to: Vec<String> = dropped.iter().map(|name| quoted(name)).collect();
        let changed: Vec<String> = kept()
            .filter(|(index, _)| self.differs(*index, |made| &made.foreign_keys))
            .map(|(_, table)| table.quoted_name())
            .collect();
        if to.is_empty() && changed.is_empty() {
            return Ok(());
        }
        let sql = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
            FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0
                AND (conrelid = ANY (SELECT name::regclass FROM unnest($1::text[]) AS name)
                    AND confrelid = ANY (SELECT name::regclass FROM unnest($2::text[]) AS name)
                    OR conrelid = ANY (SELECT name::regclass FROM unnest($3::text[]) AS name))";
        for row in session
            .query("looking for foreign keys", sql, &[&from, &to, &changed])
            .await?
        {
            session.run("dropping a foreign key", row.get(0)).await?;
        }
        Ok(())
    }

    fn differs(&self, index: usize, piece: impl Fn(&Definition) -> &String) -> bool {
        let wanted = piece(&self.blueprint.tables[index].definition);
        self.is_new(index) || self.made[index].as_ref().is_none_or(|made| piece(made) != wanted)
    }

    /// Makes indexes, foreign keys, comments and views.
    pub async fn after_rows(&self, session: &Session) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        // A table with rows whose foreign keys are yet to be checked cannot be altered.
        session
            .run("checking foreign keys", "SET CONSTRAINTS ALL IMMEDIATE")
            .await?;
        let is_new =
            |(index, table): (usize, &TableBlueprint<'_>)| self.is_new(index).then(|| table.name.clone());
        let new: BTreeSet<String> = self
            .blueprint
            .tables
            .iter()
            .enumerate()
            .filter_map(is_new)
            .collect();
        for (index, table) in self.blueprint.tables.iter().enumerate() {
            if self.differs(index, |made| &made.indexes) {
                self.all(session, &format!("indexing `{}`", table.name), &table.indexes)
                    .await?;
            }
            if self.differs(index, |made| &made.comments) {
                self.all(
                    session,
                    &format!("commenting on `{}`", table.name),
                    &table.comments,
                )
                .await?;
            }
        }
        for (index, table) in self.blueprint.tables.iter().enumerate() {
            if self.differs(index, |made| &made.foreign_keys) || table.refers_to(&new) {
                self.all(
                    session,
                    &format!("adding foreign keys to `{}`", table.name),
                    &table.foreign_keys,
                )
                .await?;
            }
        }
        self.make_views(session).await
    }

    async fn all(&self, session: &Session, doing: &str, statements: &[String]) -> Result<()> {
        match statements {
            [] => Ok(()),
            statements => session.run(doing, &statements.join(";\n")).await,
        }
    }

    async fn make_views(&self, session: &Session) -> Result<()> {
        for (_, name) in self.gone.iter().filter(|(kind, _)| *kind == Kind::View) {
            session
                .run(
                    &format!("dropping view `{name}`"),
                    &format!("DROP VIEW IF EXISTS {}", quoted(name)),
                )
                .await?;
        }
        for view in &self.views {
            let doing = format!("creating view `{}`", view.name);
            if let Some(refusal) = session.attempt(&doing, &view.create_or_replace()).await? {
                if refusal.code != OTHER_COLUMNS {
                    return Err(refusal.error);
                }
                let sql = format!("DROP VIEW {};\n{}", view.quoted_name, view.create_or_replace());
                session.run(&doing, &sql).await?;
            }
            session.run(&doing, &view.comment_on()).await?;
        }
        Ok(())
    }
}

/// Creates a schema that is not there.
pub async fn create_schema(session: &Session, schema: &str) -> Result<()> {
    let doing = format!("creating schema `{schema}`");
    let there = session
        .query(&doing, "SELECT FROM pg_namespace WHERE nspname = $1", &[&schema])
        .await?;
    match there.is_empty() {
        true => session.run(&doing, &postgres::create_schema(schema)).await,
        false => Ok(()),
    }
}

/// Those of the names that something in the database has.
async fn existing(session: &Session, names: &BTreeSet<&String>) -> Result<BTreeSet<String>> {
    let pairs: Vec<(String, &String)> = names.iter().map(|name| (quoted(name), *name)).collect();
    let quoted: Vec<&String> = pairs.iter().map(|(quoted, _)| quoted).collect();
    let sql = "SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL";
    let rows = session.query("looking for tables", sql, &[&quoted]).await?;
    let there: BTreeSet<String> = rows.iter().map(|row| row.get(0)).collect();
    Ok(pairs
        .iter()
        .filter(|(quoted, _)| there.contains(quoted))
        .map(|(_, name)| (*name).clone())
        .collect())
}

/// `"game"."live_game_plays"` from `game.live_game_plays`.
pub fn quoted(name: &str) -> String {
    match name.split_once('.') {
        Some((schema, table)) => format!("{}.{}", postgres::quoted(schema), postgres::quoted(table)),
        None => postgres::quoted(name),
    }
}
