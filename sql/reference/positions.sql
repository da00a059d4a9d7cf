-- One row per position.
SELECT
    entry.code AS position_code,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.code ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.abbrev AS abbreviation,
    entry.shortName AS short_name,
    entry.fullName AS full_name,
    entry.formalName AS formal_name,
    entry.displayName AS display_name,
    entry.type AS position_type,
    entry.pitcher AS is_pitcher,
    entry.gamePosition AS is_game_position,
    entry.fielder AS is_fielder,
    entry.outfield AS is_outfield
FROM entries
