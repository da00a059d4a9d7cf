//! What a game's feed says of the game as a whole: how it stands, and who is in it.

use arrow::array::{Array, AsArray, StructArray};
use arrow::datatypes::Int64Type;
use mlb_lake_json::{Decoder, Tree};

use super::status::Status;
use crate::error::{Error, Result};

/// The operation that answers with a game's feed.
pub const OPERATION: &str = "game.liveGameV1";

/// The source that its answers are of.
pub const SOURCE: &str = "game.live_game_v1";

const READ: &str = "{gameData: {
    status: {abstractGameState: string, codedGameState: string, statusCode: string},
    players: {\"*\": {id: bigint}}
}}";

/// What a feed says of its game.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedFacts {
    /// How the game stands.
    pub status: Status,
    /// Everybody who is in it.
    pub players: Vec<i64>,
}

/// Reads feeds; only what it needs of them is decoded.
pub struct FeedReader {
    decoder: Decoder,
}

impl FeedReader {
    /// A reader.
    ///
    /// # Errors
    /// None that a person could mend.
    pub fn new() -> Result<FeedReader> {
        let failed = |error: mlb_lake_json::Error| Error::Config {
            what: "reading feeds".to_owned(),
            reason: error.to_string(),
        };
        let tree = Tree::parse(READ).map_err(failed)?;
        Ok(FeedReader {
            decoder: Decoder::new(&tree).map_err(failed)?,
        })
    }

    /// Reads a feed; nothing where the body is none.
    pub fn read(&mut self, body: &[u8]) -> Option<FeedFacts> {
        self.decoder.append(body).ok()?;
        let root = self.decoder.finish().root;
        let data = root.column_by_name("gameData")?.as_struct_opt()?;
        if data.is_null(0) {
            return None;
        }
        let status = data.column_by_name("status")?.as_struct_opt()?;
        Some(FeedFacts {
            status: Status {
                abstract_state: text(status, "abstractGameState"),
                coded_state: text(status, "codedGameState"),
                code: text(status, "statusCode"),
            },
            players: players(data).unwrap_or_default(),
        })
    }
}

fn text(object: &StructArray, name: &str) -> String {
    let column = object.column_by_name(name);
    let texts = column.and_then(|column| column.as_string_opt::<i32>());
    let text = texts
        .filter(|texts| texts.is_valid(0))
        .map(|texts| texts.value(0));
    text.unwrap_or_default().to_owned()
}

fn players(data: &StructArray) -> Option<Vec<i64>> {
    let list = data.column_by_name("players")?.as_list_opt::<i32>()?;
    if list.is_null(0) {
        return None;
    }
    let people = list.value(0);
    let ids = people
        .as_struct_opt()?
        .column_by_name("id")?
        .as_primitive_opt::<Int64Type>()?;
    Some(ids.iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::status::GameState;

    #[test]
    fn a_feed_says_how_its_game_stands_and_who_is_in_it() {
        let mut reader = FeedReader::new().unwrap();
        let body = br#"{"gamePk": 1, "gameData": {"players": {"ID7": {"id": 7, "x": [1]}, "ID8": {"id": 8}},
            "status": {"abstractGameState": "Final", "codedGameState": "F", "statusCode": "FR"}}, "liveData": {}}"#;
        for _ in 0..2 {
            let facts = reader.read(body).unwrap();
            assert_eq!(facts.status.state(), GameState::Final);
            assert_eq!((facts.status.code.as_str(), facts.players), ("FR", vec![7, 8]));
        }
        let bare = reader.read(br#"{"gameData": {"status": {}}}"#).unwrap();
        assert_eq!((bare.status.code.as_str(), bare.players.len()), ("", 0));
        assert_eq!(reader.read(b"{}"), None);
        assert_eq!(reader.read(b"<html>"), None);
    }
}
