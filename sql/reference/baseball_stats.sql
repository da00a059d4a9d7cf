-- One row per figure.
SELECT
    entry.name AS stat_name,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.name ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.lookupParam AS lookup_param,
    entry.isCounting AS is_counting,
    entry.label AS label,
    entry.statGroups AS stat_groups,
    entry.orgTypes AS org_types,
    entry.highLowTypes AS high_low_types,
    entry.streakLevels AS streak_levels
FROM entries
