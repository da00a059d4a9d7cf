-- One row per event.
SELECT
    entry.code AS logical_event,
    entry._index AS list_index,
    source_captured_at
FROM entries
