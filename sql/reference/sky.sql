-- One row per state of the sky.
SELECT
    entry.code AS sky,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
