-- One row per reason of a movement.
SELECT
    entry.statName AS movement_reason,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.statName ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at
FROM entries
