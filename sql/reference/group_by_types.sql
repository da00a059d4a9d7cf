-- One row per way to sum up.
SELECT
    COALESCE(entry.code, entry.id, entry.name, entry.displayName, entry.lookupParam) AS group_by_type,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
