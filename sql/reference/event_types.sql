-- One row per event type.
SELECT
    entry.code AS event_type,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description,
    entry.plateAppearance AS is_plate_appearance,
    entry.hit AS is_hit,
    entry.baseRunningEvent AS is_base_running_event
FROM entries
