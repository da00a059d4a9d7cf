-- One row per situation.
SELECT
    entry.code AS situation_code,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.code ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description,
    entry.sortOrder AS sort_order,
    entry.navigationMenu AS navigation_menu,
    entry.team AS is_team,
    entry.batting AS is_batting,
    entry.fielding AS is_fielding,
    entry.pitching AS is_pitching
FROM entries
