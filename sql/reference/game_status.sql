-- One row per state of a game.
SELECT
    entry.statusCode AS status_code,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.statusCode ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.codedGameState AS coded_game_state,
    entry.abstractGameState AS abstract_game_state,
    entry.abstractGameCode AS abstract_game_code,
    entry.detailedState AS detailed_state,
    entry.reason AS reason
FROM entries
