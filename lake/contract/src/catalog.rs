//! All contracts together.

use std::path::Path;

use super::files;
use super::finding::{Findings, Place};
use super::read::{self, ReadMapping};
use super::{Contract, ContractError, SourceSpec, TableContract};

/// All contracts of a folder of mappings, sorted by file.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The contracts.
    pub contracts: Vec<Contract>,
}

impl Catalog {
    /// Reads every `.yaml` under a folder; files are shown as `mappings/game/live_game_v1.yaml`, from the folder's own name on.
    ///
    /// # Errors
    /// A file cannot be read, there is none, or mappings are wrong: each by itself, a name that two of them take, a
    /// reference that leads nowhere. Then with the findings of all files.
    pub fn read(folder: &Path) -> Result<Catalog, ContractError> {
        let files = files::yaml_files(folder)?;
        if files.is_empty() {
            return Err(ContractError::NoMappings {
                folder: folder.to_owned(),
            });
        }
        let mut texts = Vec::new();
        for path in &files {
            let shown = files::shown(folder, path);
            texts.push((files::read_text(path, &shown)?, shown));
        }
        Catalog::parse(texts.iter().map(|(text, file)| (file.as_str(), text.as_str())))
    }

    /// Reads mappings from their texts, each with the name that messages show.
    ///
    /// # Errors
    /// As [`Catalog::read`], files aside.
    pub fn parse<'text>(
        files: impl IntoIterator<Item = (&'text str, &'text str)>,
    ) -> Result<Catalog, ContractError> {
        let mut mappings: Vec<(ReadMapping, Findings)> = Vec::new();
        let mut lost: Vec<Findings> = Vec::new();
        for (file, text) in files {
            let mut findings = Findings::new(file);
            match read::read(file, text, &mut findings) {
                Some(mapping) => mappings.push((mapping, findings)),
                None => lost.push(findings),
            }
        }
        check_names(&mut mappings);
        // With a mapping lost, what it would have offered looks unknown.
        if lost.is_empty() {
            check_references(&mut mappings);
        }
        let (mappings, findings): (Vec<_>, Vec<_>) = mappings.into_iter().unzip();
        let findings: Vec<Findings> = findings
            .into_iter()
            .chain(lost)
            .filter(|findings| !findings.is_empty())
            .collect();
        if findings.is_empty() {
            return Ok(Catalog {
                contracts: mappings.into_iter().map(ReadMapping::into_contract).collect(),
            });
        }
        Err(ContractError::wrong(findings))
    }

    /// The table with this qualified name, `game.live_game_plays`.
    pub fn table(&self, qualified_name: &str) -> Option<&TableContract> {
        self.tables()
            .find(|table| table.qualified_name() == qualified_name)
    }

    /// The contract whose source has this name, `game.live_game_v1`.
    pub fn source(&self, name: &str) -> Option<&Contract> {
        self.contracts
            .iter()
            .find(|contract| contract.source.name == name)
    }

    /// Every table of every contract.
    pub fn tables(&self) -> impl Iterator<Item = &TableContract> {
        self.contracts.iter().flat_map(|contract| &contract.tables)
    }

    /// Every source.
    pub fn sources(&self) -> impl Iterator<Item = &SourceSpec> {
        self.contracts.iter().map(|contract| &contract.source)
    }
}

/// No two mappings have a source or a table of the same name.
fn check_names(mappings: &mut [(ReadMapping, Findings)]) {
    let place = Place { line: 1, column: 1 };
    for later in 1..mappings.len() {
        let (before, rest) = mappings.split_at_mut(later);
        let Some((mapping, findings)) = rest.first_mut() else {
            continue;
        };
        for (other, _) in before.iter() {
            if other.source.name == mapping.source.name {
                let message = format!("source `{}` is in `{}` already", mapping.source.name, other.file);
                findings.add(place, message);
            }
            for read in &mapping.tables {
                let name = read.table.qualified_name();
                if other
                    .tables
                    .iter()
                    .any(|other| other.table.qualified_name() == name)
                {
                    findings.add(
                        read.name_place,
                        format!("table `{name}` is in `{}` already", other.file),
                    );
                }
            }
        }
    }
}

fn check_references(mappings: &mut [(ReadMapping, Findings)]) {
    let tables: Vec<TableContract> = mappings
        .iter()
        .flat_map(|(mapping, _)| &mapping.tables)
        .map(|read| read.table.clone())
        .collect();
    let tables: Vec<&TableContract> = tables.iter().collect();
    for (mapping, findings) in mappings {
        mapping.check_references(&tables, findings);
    }
}
