-- One row per reason of a movement.
SELECT
    entry.statName AS movement_reason,
    entry._index AS list_index,
    source_captured_at
FROM entries
