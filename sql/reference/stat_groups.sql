-- One row per group of figures.
SELECT
    COALESCE(entry.displayName, entry.name) AS stat_group,
    entry._index AS list_index,
    source_captured_at
FROM entries
