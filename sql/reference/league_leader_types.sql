-- One row per category of leaders.
SELECT
    COALESCE(entry.displayName, entry.name) AS leader_category,
    entry._index AS list_index,
    source_captured_at
FROM entries
