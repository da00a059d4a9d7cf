-- One row per platform.
SELECT
    entry.platformCode AS platform_code,
    entry._index AS list_index,
    source_captured_at,
    entry.platformDescription AS description
FROM entries
