//! Made-up sources of sets: rosters of clubs by season, events of days, the list of all clubs, notes on games. Small, but every way in which
//! an answer can be about a set is there.

use serde_json::{Map, Value, json};

use crate::home::Home;

/// A roster is whole for its club and season, unless one player was asked for, or what changed, or whom a league sent there.
const ROSTERS: &str = r#"version: 1
source:
  name: club.rosters
  endpoint: club
  method: roster
  methods: [roster, changes, league.transfers]
  description: Players of a club
  request:
    method: GET
    path: /api/v1/clubs/{clubId}/roster
    path_params: {clubId: {type: bigint, description: The club}}
    query_params:
      season: {type: int, description: The season}
      playerId: {type: bigint, description: Only this player}
  narrowed_by: [playerId, changes, league.transfers]
  required: [clubId, players]
document:
  clubId: bigint
  players: [{id: bigint, name: string, positions: [string]}]
levels:
  players: {path: players, item: player}
  positions: {of: players, path: positions, item: place}
columns:
  season: {type: int, nullable: false, path: capture.season, description: Season}
  club_id: {type: bigint, nullable: false, path: clubId, description: Club}
  player_id: {type: bigint, nullable: false, path: "players[].id", description: Player}
  source_captured_at: {type: timestamp, nullable: false, path: capture.source_captured_at, description: Capture that last changed the row}
tables:
  - name: rosters
    grain: player of a club
    description: Players of clubs
    replace_by: [season, club_id]
    key: [season, club_id, player_id]
    columns:
      - {name: season}
      - {name: club_id}
      - {name: player_id}
      - {name: player_name, type: string, path: "players[].name", description: Name}
      - {name: source_captured_at}
  - name: roster_positions
    grain: position of a player
    description: Positions of players
    replace_by: [season, club_id]
    key: [season, club_id, player_id, position]
    columns:
      - {name: season}
      - {name: club_id}
      - {name: player_id}
      - {name: position, type: string, nullable: false, path: "players[].positions[]._value", description: Position}
      - {name: source_captured_at}
    references: [{columns: [season, club_id, player_id], table: club.rosters}]
"#;

const ROSTERS_SQL: &str = "-- One row per player of a club.
SELECT
    season,
    document.clubId AS club_id,
    player.id AS player_id,
    player.name AS player_name,
    source_captured_at
FROM players
";

const POSITIONS_SQL: &str = "-- One row per position of a player.
SELECT
    season,
    document.clubId AS club_id,
    player.id AS player_id,
    place._value AS position,
    source_captured_at
FROM positions
";

/// A day's events: an answer covers the days that it was asked for, and a club's events are a part of them, as are those of other levels
/// of play.
const EVENTS: &str = r#"version: 1
source:
  name: day.events
  endpoint: day
  method: events
  description: Events of days
  request:
    method: GET
    path: /api/v1/events
    query_params:
      date: {type: date, description: The day}
      startDate: {type: date, description: The first day}
      endDate: {type: date, description: The last day}
      clubId: {type: bigint, description: Only events of a club}
      levelId: {type: bigint, description: Level of play; 1 if absent}
  narrowed_by: [clubId, {param: levelId, unless: [1]}]
  covers: {column: event_date, at: date, from: startDate, to: endDate}
  required: [days, totalEvents]
document:
  totalEvents: int
  days: [{date: date, events: [{id: bigint, title: string}]}]
levels:
  days: {path: days, item: listed}
  events: {of: days, path: events, item: event}
tables:
  - name: events
    grain: event
    description: Events of days
    replace_by: [event_date]
    key: [event_date, event_id]
    columns:
      - {name: event_date, type: date, nullable: false, path: "days[].date", description: Day}
      - {name: event_id, type: bigint, nullable: false, path: "days[].events[].id", description: Event}
      - {name: title, type: string, path: "days[].events[].title", description: Title}
      - {name: source_captured_at, type: timestamp, nullable: false, path: capture.source_captured_at, description: Capture that last changed the row}
"#;

const EVENTS_SQL: &str = "-- One row per event.
SELECT
    listed.date AS event_date,
    event.id AS event_id,
    event.title AS title,
    source_captured_at
FROM events
";

/// All clubs: a list, and a table that is one set, in a schema of its own.
const LIST: &str = r#"version: 1
source:
  name: club.list
  endpoint: club
  method: list
  description: All clubs
  request:
    method: GET
    path: /api/v1/clubs
  required_items: [id, clubName]
document: [{id: bigint, clubName: string}]
levels:
  clubs: {path: $, item: club}
tables:
  - name: clubs
    schema: reference
    grain: club
    description: All clubs
    replace_by: []
    key: [club_id]
    columns:
      - {name: club_id, type: bigint, nullable: false, path: "$[].id", description: Club}
      - {name: club_name, type: string, path: "$[].clubName", description: Name}
      - {name: source_captured_at, type: timestamp, nullable: false, path: capture.source_captured_at, description: Capture that last changed the row}
"#;

const LIST_SQL: &str = "-- One row per club.
SELECT
    club.id AS club_id,
    club.clubName AS club_name,
    source_captured_at
FROM clubs
";

/// Notes on a game that only the request names.
const NOTES: &str = r#"version: 1
source:
  name: game.notes
  endpoint: game
  method: notes
  description: Notes on a game
  request:
    method: GET
    path: /api/v1/game/{gamePk}/notes
    path_params: {gamePk: {type: bigint, description: The game}}
    query_params: {language: {type: string, description: Language of the notes}}
  game_pk: {param: gamePk}
  required: []
  required_items: [noteId, text]
document: [{noteId: int, text: string}]
levels:
  notes: {path: $, item: note}
tables:
  - name: notes
    grain: note
    description: Notes on games
    replace_by: [game_pk]
    key: [game_pk, note_id]
    columns:
      - {name: game_pk, type: bigint, nullable: false, path: capture.game_pk, description: Game}
      - {name: note_id, type: int, nullable: false, path: "$[].noteId", description: Note}
      - {name: note, type: string, path: "$[].text", description: Text}
      - {name: language, type: string, path: capture.query_params, description: The language that was asked for}
"#;

const NOTES_SQL: &str = "-- One row per note.
SELECT
    game_pk,
    note.noteId AS note_id,
    note.text AS note,
    json_text(query_params, 'language') AS language
FROM notes
";

/// All of them.
pub fn home() -> Home {
    let home = Home::of(&[]);
    add_to(&home);
    home
}

/// Adds them to other mappings and SQL.
pub fn add_to(home: &Home) {
    // Nobody knows an old event from a new one by its body.
    let archive = EVENTS
        .replace("name: day.events", "name: day.archive")
        .replace("method: events", "method: archive")
        .replace("- name: events", "- name: archived_events");
    for (file, text) in [
        ("mappings/club/rosters.yaml", ROSTERS),
        ("mappings/club/list.yaml", LIST),
        ("mappings/day/events.yaml", EVENTS),
        ("mappings/day/archive.yaml", archive.as_str()),
        ("mappings/game/notes.yaml", NOTES),
        ("sql/club/rosters.sql", ROSTERS_SQL),
        ("sql/club/roster_positions.sql", POSITIONS_SQL),
        ("sql/reference/clubs.sql", LIST_SQL),
        ("sql/day/events.sql", EVENTS_SQL),
        ("sql/day/archived_events.sql", EVENTS_SQL),
        ("sql/game/notes.sql", NOTES_SQL),
    ] {
        home.write(file, text);
    }
}

/// An answer with its request.
#[derive(Clone, Debug)]
pub struct Answer {
    endpoint: &'static str,
    method: &'static str,
    path_params: Map<String, Value>,
    query_params: Map<String, Value>,
    captured_at: String,
    /// The body.
    pub body: Value,
}

impl Answer {
    fn new(endpoint: &'static str, method: &'static str, body: Value) -> Answer {
        Answer {
            endpoint,
            method,
            path_params: Map::new(),
            query_params: Map::new(),
            captured_at: "2024-07-12T00:00:00Z".to_owned(),
            body,
        }
    }

    /// The roster of a club in 2024: players by number, with name and positions.
    pub fn roster(club: i64, players: &[(i64, &str, &[&str])]) -> Answer {
        let players: Vec<Value> = players
            .iter()
            .map(|(id, name, positions)| json!({"id": id, "name": name, "positions": positions}))
            .collect();
        let body = json!({"clubId": club, "players": players});
        Answer::new("club", "roster", body)
            .path("clubId", club)
            .query("season", "2024")
    }

    /// The events of days: date, number, title.
    pub fn events(events: &[(&str, i64, &str)]) -> Answer {
        let mut days: Vec<Value> = Vec::new();
        for (date, id, title) in events {
            let event = json!({"id": id, "title": title});
            days.push(json!({"date": date, "events": [event]}));
        }
        let body = json!({"totalEvents": events.len(), "days": days});
        Answer::new("day", "events", body)
    }

    /// All clubs.
    pub fn clubs(clubs: &[(i64, &str)]) -> Answer {
        let clubs = clubs.iter().map(|(id, name)| json!({"id": id, "clubName": name}));
        Answer::new("club", "list", clubs.collect())
    }

    /// The notes on a game.
    pub fn notes(game_pk: i64, notes: &[&str]) -> Answer {
        let notes = notes.iter().enumerate();
        let notes = notes.map(|(number, text)| json!({"noteId": number, "text": text}));
        Answer::new("game", "notes", notes.collect()).path("gamePk", game_pk)
    }

    /// Of an operation that the API has and no mapping here describes.
    pub fn of_operation(endpoint: &'static str, method: &'static str, body: Value) -> Answer {
        Answer::new(endpoint, method, body)
    }

    /// Of another method.
    pub fn method(self, method: &'static str) -> Answer {
        Answer { method, ..self }
    }

    /// Of a method of another endpoint.
    pub fn of(self, endpoint: &'static str, method: &'static str) -> Answer {
        Answer {
            endpoint,
            method,
            ..self
        }
    }

    /// With a parameter in the path.
    pub fn path(mut self, name: &str, value: impl ToString) -> Answer {
        self.path_params.insert(name.to_owned(), json!(value.to_string()));
        self
    }

    /// With a parameter after the question mark.
    pub fn query(mut self, name: &str, value: impl ToString) -> Answer {
        self.query_params
            .insert(name.to_owned(), json!(value.to_string()));
        self
    }

    /// Captured at this second of an hour.
    pub fn at(mut self, second: u32) -> Answer {
        self.captured_at = format!("2024-07-12T00:{:02}:{:02}Z", second / 60, second % 60);
        self
    }

    /// Captured at this moment.
    pub fn captured(self, at: &str) -> Answer {
        Answer {
            captured_at: at.to_owned(),
            ..self
        }
    }

    /// The envelope. It has no address: the mapping says how parameters make one.
    pub fn text(&self) -> String {
        let envelope = json!({
            "endpoint": self.endpoint,
            "method": self.method,
            "path_params": self.path_params,
            "query_params": self.query_params,
            "captured_at": self.captured_at,
            "response": self.body,
        });
        envelope.to_string()
    }
}
