-- One row per kind of game.
SELECT
    entry.id AS game_type,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.id ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
