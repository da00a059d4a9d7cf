-- One row per kind of statistics.
SELECT
    COALESCE(entry.displayName, entry.name) AS stat_type,
    entry._index AS list_index,
    source_captured_at
FROM entries
