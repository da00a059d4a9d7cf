//! Which versions of the lake are to be shown.

use arrow::array::AsArray;
use arrow::datatypes::TimestampMicrosecondType;
use deltalake::DeltaTable;
use mlb_lake::contract::Catalog;
use mlb_lake::{Error, Lake, TableId, columns};

use super::books::Books;
use super::failure::refused;
use crate::error::Result;
use crate::runs::Versions;
use crate::transform::ledger;

/// The lake after its newest run.
pub struct Target {
    /// The run.
    pub run_id: String,
    /// The lake: Delta's id of its ledger.
    pub lake_id: String,
    /// The version of the ledger and of every table of a contract, by name.
    pub versions: Versions,
    /// The ledger at its version.
    pub ledger: DeltaTable,
}

impl Target {
    /// The newest run on record; `None` where none has a ledger yet.
    pub async fn newest(lake: &Lake, catalog: &Catalog) -> Result<Option<Target>> {
        let id = ledger::id();
        let Some(run) = newest_run(lake).await? else {
            return Ok(None);
        };
        let Some(ledger) = lake.open_at(&id, run.ledger_version).await? else {
            return Ok(None);
        };
        let lake_id = ledger
            .snapshot()
            .map_err(Error::delta(&id))?
            .metadata()
            .id()
            .to_owned();
        let tables = catalog.tables().map(|table| table.qualified_name());
        let names = tables.chain([id.to_string()]);
        let versions = names
            .filter_map(|name| Some((name.clone(), *run.versions.get(&name)?)))
            .collect();
        Ok(Some(Target {
            run_id: run.run_id,
            lake_id,
            versions,
            ledger,
        }))
    }

    /// Whether PostgreSQL shows exactly this.
    pub fn is_shown(&self, books: &Books) -> bool {
        books.lake_id.as_ref() == Some(&self.lake_id) && books.versions == self.versions
    }

    /// The version of the lake's ledger.
    pub fn ledger_version(&self) -> u64 {
        self.versions
            .get(&ledger::id().to_string())
            .copied()
            .unwrap_or_default()
    }

    /// # Errors
    /// `Mirror` when this lake has a later version than this one, and PostgreSQL shows that.
    pub fn refuse_older(&self, books: &Books) -> Result<()> {
        let shown = books
            .versions
            .get(&ledger::id().to_string())
            .copied()
            .unwrap_or_default();
        let version = self.ledger_version();
        if books.lake_id.as_ref() != Some(&self.lake_id) || shown <= version {
            return Ok(());
        }
        let run = books.run_id.as_deref().unwrap_or_default();
        Err(refused(
            format!("run {} of the lake", self.run_id),
            format!(
                "its ledger `meta.games` has version {version}, and version {shown} of run {run} is shown: this lake is an older copy, \
                 and the mirror never goes back; transform what it lacks, or mirror into another database"
            ),
        ))
    }
}

/// What a row of `meta.runs` says of the tables.
struct RecordedRun {
    run_id: String,
    ledger_version: u64,
    finished_at: i64,
    versions: Versions,
}

/// The run whose ledger is the newest, and of those the last one: a run that transformed nothing repeats the versions that it found when
/// it began to end, and may be recorded after one that went on.
async fn newest_run(lake: &Lake) -> Result<Option<RecordedRun>> {
    let id = TableId::meta("runs");
    let Some(table) = lake.open(&id).await? else {
        return Ok(None);
    };
    let mut newest: Option<RecordedRun> = None;
    for file in columns::files(&id, &table)? {
        for batch in columns::read(&id, &table, &file, &["run_id", "finished_at", "versions"]).await? {
            for row in 0..batch.num_rows() {
                let text = |index: usize| batch.column(index).as_string::<i32>().value(row);
                let versions: Versions = serde_json::from_str(text(2)).unwrap_or_default();
                let Some(ledger_version) = versions.get(&ledger::id().to_string()).copied() else {
                    continue;
                };
                let finished_at = batch
                    .column(1)
                    .as_primitive::<TimestampMicrosecondType>()
                    .value(row);
                let is_newer = |newest: &RecordedRun| {
                    (newest.ledger_version, newest.finished_at) < (ledger_version, finished_at)
                };
                if newest.as_ref().is_none_or(is_newer) {
                    let run_id = text(0).to_owned();
                    newest = Some(RecordedRun {
                        run_id,
                        ledger_version,
                        finished_at,
                        versions,
                    });
                }
            }
        }
    }
    Ok(newest)
}
