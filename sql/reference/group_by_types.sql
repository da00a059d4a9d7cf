-- One row per way to sum up.
SELECT
    COALESCE(entry.code, entry.id, entry.name, entry.displayName, entry.lookupParam) AS group_by_type,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY capture_id, COALESCE(entry.code, entry.id, entry.name, entry.displayName, entry.lookupParam)
            ORDER BY entry._index
        ) - 1 AS INT
    ) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
