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
    /// Other methods whose answers have the same shape: they land in the same raw table. One of another endpoint is `endpoint.method`.
    pub methods: Vec<String>,
    /// What the source is, in a sentence.
    pub description: String,
    /// The HTTP request.
    pub request: RequestSpec,
    /// What says which game it is.
    pub game_pk: Option<GamePkSpec>,
    /// Where the body says which season it is. Where it does not, a parameter `season` of the request does.
    pub season: Option<JsonPath>,
    /// Where the body says which kind of game it is (`R`, `S`, ...).
    pub game_type: Option<JsonPath>,
    /// Where the body says which day the game belongs to.
    pub game_date: Option<GameDateSpec>,
    /// Where the body carries its own clock.
    pub document_at: Option<DocumentAtSpec>,
    /// Parameters of the request, or methods, with which an answer is only a part of its sets.
    pub narrowed_by: Vec<Narrowing>,
    /// Sets that a whole answer is about even where it has no row of them.
    pub covers: Option<CoversSpec>,
    /// Paths without which a body does not count: it goes to quarantine.
    pub required: Vec<JsonPath>,
    /// The same of a document that is a list: keys that its first item has.
    pub required_items: Vec<String>,
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

    /// Whether answers of this operation are this source's.
    pub fn is_of(&self, endpoint: &str, method: &str) -> bool {
        let mut methods = std::iter::once(&self.method).chain(&self.methods);
        methods.any(|name| self.is_called(name, endpoint, method))
    }

    /// Whether a name in the mapping, `method` or `endpoint.method`, means this operation.
    pub fn is_called(&self, name: &str, endpoint: &str, method: &str) -> bool {
        let (of, called) = name.split_once('.').unwrap_or((self.endpoint.as_str(), name));
        of == endpoint && called == method
    }
}

/// What narrows an answer: with it the answer is only a part of its sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowing {
    /// A parameter of the request, or one of the methods.
    pub name: String,
    /// Values of the parameter with which the answer is whole all the same.
    pub unless: Vec<String>,
}

impl Narrowing {
    /// Whether the parameter narrows an answer with this value; of several, with commas between, each must leave it whole.
    pub fn is_by(&self, value: &str) -> bool {
        let is_whole = |value: &str| self.unless.iter().any(|whole| whole == value.trim());
        !value.split(',').all(is_whole)
    }
}

/// What says which game an answer is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GamePkSpec {
    /// A parameter of the request: the body does not say it.
    Param(String),
    /// A place in the body (keys only).
    Path(JsonPath),
}

/// The sets that an answer is about, as the parameters of its request say. It concerns the tables that are replaced by this one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoversSpec {
    /// The column.
    pub column: String,
    /// The parameter that is the column's value.
    pub at: Option<String>,
    /// The parameters that are the first and the last of its values, days both.
    pub range: Option<(String, String)>,
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

impl RequestSpec {
    /// Those in the path, then those after the question mark.
    pub fn params(&self) -> impl Iterator<Item = &ParamSpec> {
        self.path_params.iter().chain(&self.query_params)
    }

    /// The parameter with this name.
    pub fn param(&self, name: &str) -> Option<&ParamSpec> {
        self.params().find(|param| param.name == name)
    }
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
