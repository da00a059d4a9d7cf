-- One row per set of figures.
SELECT
    COALESCE(entry.name, entry.displayName) AS stat_field,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY capture_id, COALESCE(entry.name, entry.displayName)
            ORDER BY entry._index
        ) - 1 AS INT
    ) AS ordinal,
    entry._index AS list_index,
    source_captured_at
FROM entries
