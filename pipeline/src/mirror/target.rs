//! Which versions of the lake are to be shown.

use deltalake::DeltaTable;
use mlb_lake::contract::{Catalog, SourceKind};
use mlb_lake::{Error, Lake};

use super::books::Books;
use super::failure::refused;
use crate::error::Result;
use crate::runs::{self, Versions};

/// The lake after its newest run.
pub struct Target {
    /// The run.
    pub run_id: String,
    /// The lake: Delta's id of its ledger of games, else of that of sets.
    pub lake_id: String,
    /// The version of the ledgers and of every table of a contract, by name.
    pub versions: Versions,
    /// The ledger of games at its version, where there is one.
    pub ledger: Option<DeltaTable>,
}

impl Target {
    /// The newest run on record; `None` where none has a ledger yet.
    pub async fn newest(lake: &Lake, catalog: &Catalog) -> Result<Option<Target>> {
        let Some(newest) = runs::newest(&runs::all(lake).await?, catalog) else {
            return Ok(None);
        };
        let ledger = ledger(lake, &newest.versions, SourceKind::Game).await?;
        let lake_id = match &ledger {
            Some(ledger) => id_of(ledger, SourceKind::Game)?,
            None => match self::ledger(lake, &newest.versions, SourceKind::Sets).await? {
                Some(ledger) => id_of(&ledger, SourceKind::Sets)?,
                None => return Ok(None),
            },
        };
        let tables = catalog.tables().map(|table| table.qualified_name());
        let ledgers = [SourceKind::Game, SourceKind::Sets].map(|kind| runs::ledger_of(kind).to_string());
        let names = tables.chain(ledgers);
        let versions = names
            .filter_map(|name| Some((name.clone(), *newest.versions.get(&name)?)))
            .collect();
        Ok(Some(Target {
            run_id: newest.run_id,
            lake_id,
            versions,
            ledger,
        }))
    }

    /// Whether PostgreSQL shows exactly this.
    pub fn is_shown(&self, books: &Books) -> bool {
        books.lake_id.as_ref() == Some(&self.lake_id) && books.versions == self.versions
    }

    /// The version of the lake's ledger of games.
    pub fn ledger_version(&self) -> Option<u64> {
        let ledger = runs::ledger_of(SourceKind::Game).to_string();
        self.versions.get(&ledger).copied()
    }

    /// # Errors
    /// `Mirror` when this lake has a later version than this one, and PostgreSQL shows that.
    pub fn refuse_older(&self, books: &Books) -> Result<()> {
        if books.lake_id.as_ref() != Some(&self.lake_id) {
            return Ok(());
        }
        for ledger in [SourceKind::Game, SourceKind::Sets].map(runs::ledger_of) {
            let ledger = ledger.to_string();
            let version = |versions: &Versions| versions.get(&ledger).copied().unwrap_or_default();
            let (shown, version) = (version(&books.versions), version(&self.versions));
            if shown <= version {
                continue;
            }
            let run = books.run_id.as_deref().unwrap_or_default();
            return Err(refused(
                format!("run {} of the lake", self.run_id),
                format!(
                    "its ledger `{ledger}` has version {version}, and version {shown} of run {run} is shown: this lake is an older copy, \
                     and the mirror never goes back; transform what it lacks, or mirror into another database"
                ),
            ));
        }
        Ok(())
    }
}

/// A ledger at the version that a run left.
async fn ledger(lake: &Lake, versions: &Versions, kind: SourceKind) -> Result<Option<DeltaTable>> {
    let id = runs::ledger_of(kind);
    match versions.get(&id.to_string()) {
        Some(version) => Ok(lake.open_at(&id, *version).await?),
        None => Ok(None),
    }
}

fn id_of(ledger: &DeltaTable, kind: SourceKind) -> Result<String> {
    let id = runs::ledger_of(kind);
    let snapshot = ledger.snapshot().map_err(Error::delta(&id))?;
    Ok(snapshot.metadata().id().to_owned())
}
