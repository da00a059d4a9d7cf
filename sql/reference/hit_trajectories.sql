-- One row per trajectory.
SELECT
    entry.code AS trajectory,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
