-- One row per situation.
SELECT
    entry.code AS situation_code,
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
