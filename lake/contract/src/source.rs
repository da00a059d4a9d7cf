//! What a contract says about its source: what is asked of the API, and where a body says whose it is.

use super::{ColumnType, JsonPath};

/// One `Endpoint.method()` of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSpec {
    /// The raw table under `raw`, for instance `game.live_game_v1`.
    pub name: String,
    /// The endpoint's name, for instance `game`.
    pub endpoint: String,
    /// The method's name, for instance `liveGameV1`.
    pub method: String,
    /// What the source is, in a sentence.
    pub description: String,
    /// The HTTP request.
    pub request: RequestSpec,
    /// Where the body says which game it is (keys only).
    pub game_pk: Option<JsonPath>,
    /// Where the body says which season it is.
    pub season: Option<JsonPath>,
    /// Where the body says which kind of game it is (`R`, `S`, ...).
    pub game_type: Option<JsonPath>,
    /// Where the body says which day the game belongs to.
    pub game_date: Option<GameDateSpec>,
    /// Where the body carries its own clock.
    pub document_at: Option<DocumentAtSpec>,
    /// Paths without which a body does not count: it goes to quarantine.
    pub required: Vec<JsonPath>,
    /// Lists that must be at least as long as another place of the body says.
    pub reaches: Vec<Reach>,
}

impl SourceSpec {
    /// The part of the name before the point, which is the schema of the tables: `game`.
    pub fn schema(&self) -> &str {
        self.name.split_once('.').map_or("", |(schema, _)| schema)
    }

    /// The part of the name after the point: `live_game_v1`.
    pub fn table(&self) -> &str {
        self.name
            .split_once('.')
            .map_or(self.name.as_str(), |(_, table)| table)
    }
}

/// The HTTP request of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestSpec {
    /// The HTTP method, `GET`.
    pub method: String,
    /// The path with its parameters in braces: `/api/v1.1/game/{game_pk}/feed/live`.
    pub path: String,
    /// The parameters in the path.
    pub path_params: Vec<ParamSpec>,
    /// The parameters after the question mark.
    pub query_params: Vec<ParamSpec>,
}

/// A parameter of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamSpec {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: ColumnType,
    /// What it is, in a sentence.
    pub description: String,
}

/// Where a body says which day the game belongs to, in this order of preference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GameDateSpec {
    /// The official date, `2024-07-12`.
    pub official: Option<JsonPath>,
    /// The date it was first scheduled for, `2024-07-12`.
    pub original: Option<JsonPath>,
    /// The moment of the start, `2024-07-12T23:05:00Z`; the day follows from it in `time_zone`.
    pub instant: Option<JsonPath>,
    /// The venue's time zone, an IANA name.
    pub time_zone: Option<JsonPath>,
}

/// Where a body carries its own clock, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentAtSpec {
    /// Where it stands.
    pub path: JsonPath,
    /// Its `strftime` format, for instance `%Y%m%d_%H%M%S` (UTC).
    pub format: String,
}

/// A list of a body that must hold an item: one that was cut short does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The list.
    pub list: JsonPath,
    /// Where the body names the index of an item of it; where it names none, any length will do.
    pub index: JsonPath,
}
