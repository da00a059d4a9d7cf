//! Where a table lies in the lake.

use std::fmt;

use crate::contract::{SourceSpec, TableContract};

/// The part of the lake that a table belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// What the API just said, untouched.
    Live,
    /// Normalized tables, and the lake's own books under `meta`.
    Warehouse,
}

impl Zone {
    /// The zone's folder.
    pub fn folder(self) -> &'static str {
        match self {
            Zone::Live => "mlb-live/raw",
            Zone::Warehouse => "mlb-warehouse",
        }
    }
}

/// A table's place: its zone, schema and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId {
    /// The zone.
    pub zone: Zone,
    /// The schema, named for the API's group (`game`), or `meta`.
    pub schema: String,
    /// The table.
    pub name: String,
}

impl TableId {
    /// A raw table.
    pub fn raw(schema: &str, name: &str) -> TableId {
        TableId::new(Zone::Live, schema, name)
    }

    /// The raw table of a source.
    pub fn raw_of(source: &SourceSpec) -> TableId {
        TableId::raw(source.schema(), source.table())
    }

    /// A normalized table.
    pub fn warehouse(schema: &str, name: &str) -> TableId {
        TableId::new(Zone::Warehouse, schema, name)
    }

    /// The normalized table that a contract describes.
    pub fn of(table: &TableContract) -> TableId {
        TableId::warehouse(&table.schema, &table.name)
    }

    /// One of the lake's own books.
    pub fn meta(name: &str) -> TableId {
        TableId::new(Zone::Warehouse, "meta", name)
    }

    fn new(zone: Zone, schema: &str, name: &str) -> TableId {
        TableId {
            zone,
            schema: schema.to_owned(),
            name: name.to_owned(),
        }
    }

    /// The table's folder, relative to the lake.
    pub fn path(&self) -> String {
        format!("{}/{}/{}", self.zone.folder(), self.schema, self.name)
    }
}

/// The name that SQL knows: `game.live_game_plays`, `raw.game.live_game_v1`.
impl fmt::Display for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.zone {
            Zone::Live => write!(f, "raw.{}.{}", self.schema, self.name),
            Zone::Warehouse => write!(f, "{}.{}", self.schema, self.name),
        }
    }
}
