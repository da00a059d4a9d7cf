//! A mapping's text as a contract.

use mlb_lake_json::{LevelSpec, Tree};

use super::Contract;
use super::document;
use super::fields::{Fields, text};
use super::finding::Findings;
use super::read_columns;
use super::read_levels;
use super::read_references;
use super::read_sets;
use super::read_source;
use super::read_tables::{self, ReadTable};
use super::source::SourceSpec;
use super::table::TableContract;
use super::yaml::{self, Node};

const KEYS: [&str; 6] = ["version", "source", "document", "levels", "columns", "tables"];
const VERSION: &str = "1";

/// What a mapping says, before the references that lead out of it are checked.
pub(super) struct ReadMapping {
    pub(super) file: String,
    pub(super) source: SourceSpec,
    document: Tree,
    levels: Vec<LevelSpec>,
    pub(super) tables: Vec<ReadTable>,
}

/// Reads a mapping; `None` where so much is wrong that nothing can be made of it, which then is in `findings`.
pub(super) fn read(file: &str, text: &str, findings: &mut Findings) -> Option<ReadMapping> {
    let node = yaml::read(text, findings)?;
    let fields = Fields::read(&node, "the mapping", &KEYS, findings)?;
    check_version(fields.required("version", findings), findings);
    let document = fields
        .required("document", findings)
        .and_then(|node| document::read(node, findings));
    let root = document.as_ref();
    let source = fields
        .required("source", findings)
        .and_then(|node| read_source::read(node, root, findings));
    let levels = root.map(|root| read_levels::read(fields.map("levels", findings), root, findings));
    let shared = read_columns::read_shared(fields.map("columns", findings), root, findings);
    fields.required("tables", findings);
    let schema = source.as_ref().map_or("", SourceSpec::schema);
    let tables = read_tables::read(fields.list("tables", findings), schema, &shared, root, findings);
    if let Some(covers) = source.as_ref().and_then(|source| source.covers.as_ref()) {
        let contracts: Vec<&TableContract> = tables.iter().map(|read| &read.table).collect();
        read_sets::check_covers(fields.optional("source"), covers, &contracts, findings);
    }
    Some(ReadMapping {
        file: file.to_owned(),
        source: source?,
        document: document?,
        levels: levels?,
        tables,
    })
}

fn check_version(node: Option<&Node>, findings: &mut Findings) {
    if let Some(node) = node
        && let Some(version) = text(node, "`version` of the mapping", findings)
        && version.text != VERSION
    {
        findings.add(
            version.place,
            format!(
                "mappings of version `{}` are not read; this is version {VERSION}",
                version.text
            ),
        );
    }
}

impl ReadMapping {
    /// Checks the references of all tables against `tables`.
    pub(super) fn check_references(&self, tables: &[&TableContract], findings: &mut Findings) {
        for read in &self.tables {
            for (reference, place) in read.table.references.iter().zip(&read.reference_places) {
                read_references::check(&read.table, reference, *place, tables, findings);
            }
        }
    }

    /// The contract, once nothing is wrong.
    pub(super) fn into_contract(self) -> Contract {
        Contract {
            file: self.file,
            source: self.source,
            tree: self.document,
            levels: self.levels,
            tables: self.tables.into_iter().map(|read| read.table).collect(),
        }
    }
}
