-- One row per platform.
SELECT
    entry.platformCode AS platform_code,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.platformCode ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.platformDescription AS description
FROM entries
