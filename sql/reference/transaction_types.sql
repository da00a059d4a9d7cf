-- One row per kind of transaction.
SELECT
    COALESCE(entry.code, entry.id, entry.typeCode) AS type_code,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY capture_id, COALESCE(entry.code, entry.id, entry.typeCode)
            ORDER BY entry._index
        ) - 1 AS INT
    ) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
