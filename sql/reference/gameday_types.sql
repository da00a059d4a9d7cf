-- One row per kind of coverage.
SELECT
    COALESCE(entry.code, entry.id, entry.lookupParam, entry.name) AS gameday_type,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
