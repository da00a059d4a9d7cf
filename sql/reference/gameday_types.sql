-- One row per kind of coverage.
SELECT
    COALESCE(entry.code, entry.id, entry.lookupParam, entry.name) AS gameday_type,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY capture_id, COALESCE(entry.code, entry.id, entry.lookupParam, entry.name)
            ORDER BY entry._index
        ) - 1 AS INT
    ) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
