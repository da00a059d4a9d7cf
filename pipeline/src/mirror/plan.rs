//! Which games of which tables differ between the lake and PostgreSQL, by the content hashes that both recorded.

use std::collections::{BTreeMap, BTreeSet};

use mlb_lake::Lake;
use mlb_lake::contract::SourceKind;

use super::blueprint::{Blueprint, TableBlueprint};
use super::books::{Books, ShownGame, tables_text};
use super::failure::refused;
use super::schema::SchemaWork;
use super::session::Session;
use super::target::Target;
use super::whole::{self, Whole};
use crate::error::Result;
use crate::transform::ledger::{self, Entry, TableEntry};

/// What one mirror does.
#[derive(Default)]
pub struct Plan {
    /// By table, in the order of the blueprint.
    pub tables: Vec<TablePlan>,
    /// By source, the games whose record changes.
    pub games: Vec<(String, Vec<Entry>)>,
}

/// What is done to one table. Numbers of rows are the ledger's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TablePlan {
    /// Games with rows here of which nothing is shown yet, with their rows: copied straight into the table.
    pub fresh: BTreeMap<i64, u64>,
    /// Games whose rows changed, with their rows; none where all are gone.
    pub changed: BTreeMap<i64, u64>,
    /// Seasons of the rows that come.
    pub seasons: BTreeSet<i32>,
    /// Seasons of the changed games' rows that are shown, beside those.
    pub seasons_shown: BTreeSet<i32>,
    /// All rows of the table in the lake, by season.
    pub rows_by_season: BTreeMap<i32, u64>,
    /// All rows are compared: the table is one of sets.
    pub whole: Option<Whole>,
}

impl Plan {
    /// Compares the lake's ledger with the books.
    ///
    /// # Errors
    /// `Mirror` when a game would go back; `Lake` when a table of sets cannot be opened.
    pub async fn new(
        lake: &Lake,
        session: &Session,
        blueprint: &Blueprint<'_>,
        schema: &SchemaWork<'_>,
        books: &Books,
        target: &Target,
    ) -> Result<Plan> {
        let mut plan = Plan {
            tables: vec![TablePlan::default(); blueprint.tables.len()],
            games: Vec::new(),
        };
        let is_of_games = |table: &&TableBlueprint<'_>| table.contract.kind() == SourceKind::Game;
        for (index, table) in blueprint.tables.iter().enumerate() {
            if !is_of_games(&table) {
                plan.tables[index] = whole::plan(lake, table, schema.is_new(index), books, target).await?;
            }
        }
        let sources: BTreeSet<&str> = blueprint
            .tables
            .iter()
            .filter(is_of_games)
            .map(|table| table.contract.source.name.as_str())
            .collect();
        for source in sources {
            let ledger = match &target.ledger {
                Some(ledger) => ledger::read(ledger, source, None).await?.games,
                None => BTreeMap::new(),
            };
            let shown = books.games(session, source).await?;
            refuse_back(source, &ledger, &shown)?;
            for (index, table) in blueprint.tables.iter().enumerate() {
                if table.contract.source.name == source {
                    let shown = if schema.is_new(index) { None } else { Some(&shown) };
                    plan.tables[index] = TablePlan::new(&table.table.name, &ledger, shown);
                }
            }
            let is_other = |entry: &Entry| {
                shown
                    .get(&entry.game_pk)
                    .is_none_or(|shown| !is_recorded(entry, shown))
            };
            plan.games
                .push((source.to_owned(), ledger.into_values().filter(is_other).collect()));
        }
        Ok(plan)
    }

    /// Rows to copy.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(TablePlan::rows).sum()
    }
}

impl TablePlan {
    fn new(name: &str, ledger: &BTreeMap<i64, Entry>, shown: Option<&BTreeMap<i64, ShownGame>>) -> TablePlan {
        let mut plan = TablePlan::default();
        for entry in ledger.values() {
            let Some(wanted) = entry.tables.get(name) else {
                continue;
            };
            *plan.rows_by_season.entry(entry.season).or_default() += wanted.rows;
            let game = shown.and_then(|shown| shown.get(&entry.game_pk));
            plan.add(
                entry,
                wanted,
                game.and_then(|game| Some((game.season, shown_table(name, entry, game)?))),
            );
        }
        plan
    }

    fn add(&mut self, entry: &Entry, wanted: &TableEntry, shown: Option<(i32, TableEntry)>) {
        match shown.filter(|(_, table)| table.rows > 0) {
            Some((season, table)) if season == entry.season && table == *wanted => {}
            Some((season, _)) => {
                self.changed.insert(entry.game_pk, wanted.rows);
                self.seasons_shown.insert(season);
                self.seasons.extend((wanted.rows > 0).then_some(entry.season));
            }
            None if wanted.rows > 0 => {
                self.fresh.insert(entry.game_pk, wanted.rows);
                self.seasons.insert(entry.season);
            }
            None => {}
        }
    }

    /// Rows to copy.
    pub fn rows(&self) -> u64 {
        let of_games: u64 = self.fresh.values().chain(self.changed.values()).sum();
        let whole = self.whole.and_then(|whole| whole.rows);
        of_games + whole.unwrap_or_default()
    }

    /// Nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.changed.is_empty() && self.whole.is_none()
    }
}

/// What is shown of a game in a table; most games are the same in all tables, and their text says so without being read.
fn shown_table(name: &str, entry: &Entry, game: &ShownGame) -> Option<TableEntry> {
    if game.tables == tables_text(entry) {
        return entry.tables.get(name).cloned();
    }
    let tables: BTreeMap<String, TableEntry> = serde_json::from_str(&game.tables).unwrap_or_default();
    tables.get(name).cloned()
}

fn is_recorded(entry: &Entry, shown: &ShownGame) -> bool {
    shown.season == entry.season
        && shown.order == entry.order
        && shown.capture_id == entry.capture_id
        && shown.tables == tables_text(entry)
}

/// Every game that is shown must be in the lake, with the same capture or a newer one.
fn refuse_back(source: &str, ledger: &BTreeMap<i64, Entry>, shown: &BTreeMap<i64, ShownGame>) -> Result<()> {
    for (game, shown) in shown {
        let reason = match ledger.get(game) {
            None => "this lake does not know it",
            Some(entry) if entry.order < shown.order => "this lake shows an older capture of it",
            Some(_) => continue,
        };
        return Err(refused(
            format!("game {game} of {source}"),
            format!(
                "it is shown, and {reason}: the mirror shows another lake, or a later copy of this one, and never goes back; \
                 mirror into another database, or drop the schemas that this one mirrored and `meta`"
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::candidates::OrderKey;

    fn entry(game_pk: i64, season: i32, rows: u64, content_hash: &str) -> Entry {
        let table = TableEntry {
            rows,
            content_hash: content_hash.to_owned(),
        };
        Entry {
            game_pk,
            season,
            game_date: None,
            capture_id: format!("capture of {game_pk}"),
            order: OrderKey {
                document_at: None,
                captured_at: 1,
                body_hash: "b".to_owned(),
            },
            tables: BTreeMap::from([("plays".to_owned(), table)]),
            run_id: "run".to_owned(),
        }
    }

    fn shown(entry: &Entry) -> ShownGame {
        let (season, order) = (entry.season, entry.order.clone());
        ShownGame {
            season,
            order,
            capture_id: entry.capture_id.clone(),
            tables: tables_text(entry),
        }
    }

    fn by_game<T>(all: impl IntoIterator<Item = (i64, T)>) -> BTreeMap<i64, T> {
        all.into_iter().collect()
    }

    #[test]
    fn mirror_copies_fresh_games_and_compares_changed_ones() {
        let before = [
            entry(1, 2024, 5, "a"),
            entry(2, 2024, 5, "b"),
            entry(3, 2024, 0, "c"),
            entry(5, 2023, 4, "f"),
        ];
        let after = [
            entry(1, 2024, 5, "a"),
            entry(2, 2024, 6, "d"),
            entry(3, 2024, 2, "e"),
            entry(4, 2025, 7, "g"),
            entry(5, 2024, 4, "f"),
        ];
        let shown = by_game(before.iter().map(|entry| (entry.game_pk, shown(entry))));
        let ledger = by_game(after.into_iter().map(|entry| (entry.game_pk, entry)));
        let plan = TablePlan::new("plays", &ledger, Some(&shown));
        let expected = TablePlan {
            fresh: by_game([(3, 2), (4, 7)]),
            changed: by_game([(2, 6), (5, 4)]),
            seasons: BTreeSet::from([2024, 2025]),
            seasons_shown: BTreeSet::from([2023, 2024]),
            rows_by_season: BTreeMap::from([(2024, 17), (2025, 7)]),
            whole: None,
        };
        assert_eq!(plan, expected);
        let anew = TablePlan::new("plays", &ledger, None);
        assert_eq!((anew.fresh.len(), anew.changed.len()), (5, 0));
    }

    #[test]
    fn mirror_takes_no_game_back() {
        let known = entry(1, 2024, 5, "a");
        let mut newer = known.clone();
        newer.order.captured_at = 2;
        let refuse = |ledger: &Entry, shown_entry: &Entry| {
            let ledger = by_game([(ledger.game_pk, ledger.clone())]);
            let shown = by_game([(shown_entry.game_pk, shown(shown_entry))]);
            refuse_back("game.feed", &ledger, &shown).map_err(|error| error.to_string())
        };
        assert!(refuse(&known, &known).is_ok());
        assert!(refuse(&newer, &known).is_ok());
        assert!(refuse(&known, &newer).unwrap_err().contains("older capture"));
        assert!(
            refuse(&entry(2, 2024, 1, "a"), &known)
                .unwrap_err()
                .contains("does not know")
        );
    }
}
