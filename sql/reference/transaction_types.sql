-- One row per kind of transaction.
SELECT
    COALESCE(entry.code, entry.id, entry.typeCode) AS type_code,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
