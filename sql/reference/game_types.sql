-- One row per kind of game.
SELECT
    entry.id AS game_type,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
