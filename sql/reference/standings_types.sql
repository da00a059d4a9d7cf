-- One row per kind of standings.
SELECT
    entry.name AS standings_type,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
