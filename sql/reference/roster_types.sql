-- One row per kind of roster.
SELECT
    entry.parameter AS roster_type,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.parameter ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.lookupName AS lookup_name,
    entry.description AS description
FROM entries
