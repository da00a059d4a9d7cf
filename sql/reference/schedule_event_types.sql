-- One row per kind of event.
SELECT
    entry.code AS event_type,
    entry._index AS list_index,
    source_captured_at,
    entry.name AS name
FROM entries
