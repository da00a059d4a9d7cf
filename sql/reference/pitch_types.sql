-- One row per kind of pitch.
SELECT
    entry.code AS pitch_type,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
