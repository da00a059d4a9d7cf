-- One row per direction of the wind.
SELECT
    entry.code AS wind_direction,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
