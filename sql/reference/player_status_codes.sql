-- One row per state of a player.
SELECT
    entry.code AS status_code,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
