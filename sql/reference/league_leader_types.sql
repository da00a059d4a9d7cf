-- One row per category of leaders.
SELECT
    COALESCE(entry.displayName, entry.name) AS leader_category,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY capture_id, COALESCE(entry.displayName, entry.name)
            ORDER BY entry._index
        ) - 1 AS INT
    ) AS ordinal,
    entry._index AS list_index,
    source_captured_at
FROM entries
