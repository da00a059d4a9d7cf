-- One row per set of figures.
SELECT
    COALESCE(entry.name, entry.displayName) AS stat_field,
    entry._index AS list_index,
    source_captured_at
FROM entries
