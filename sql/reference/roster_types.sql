-- One row per kind of roster.
SELECT
    entry.parameter AS roster_type,
    entry._index AS list_index,
    source_captured_at,
    entry.lookupName AS lookup_name,
    entry.description AS description
FROM entries
