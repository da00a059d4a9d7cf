-- One row per way to sort.
SELECT
    COALESCE(entry.code, entry.id, entry.name, entry.displayName, entry.lookupParam) AS sort_modifier,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
