-- One row per kind of standings.
SELECT
    entry.name AS standings_type,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.name ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
