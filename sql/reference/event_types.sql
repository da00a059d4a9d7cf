-- One row per event type.
SELECT
    entry.code AS event_type,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.code ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description,
    entry.plateAppearance AS is_plate_appearance,
    entry.hit AS is_hit,
    entry.baseRunningEvent AS is_base_running_event
FROM entries
