-- One row per kind of statistics.
SELECT
    COALESCE(entry.displayName, entry.name) AS stat_type,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY capture_id, COALESCE(entry.displayName, entry.name)
            ORDER BY entry._index
        ) - 1 AS INT
    ) AS ordinal,
    entry._index AS list_index,
    source_captured_at
FROM entries
