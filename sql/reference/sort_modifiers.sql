-- One row per way to sort.
SELECT
    COALESCE(entry.code, entry.id, entry.name, entry.displayName, entry.lookupParam) AS sort_modifier,
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
