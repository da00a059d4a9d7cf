-- One row per line of text under the boxscore: of the game, of a side by section, on its substitutes, on its pitchers.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    'game_info' AS kind,
    'none' AS side,
    info._index AS list_index,
    CAST(0 AS INT) AS field_index,
    CAST(NULL AS VARCHAR) AS title,
    info.label AS label,
    info.value AS value
FROM box_info
UNION ALL
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    'team_info' AS kind,
    team._key AS side,
    section._index AS list_index,
    field._index AS field_index,
    section.title AS title,
    field.label AS label,
    field.value AS value
FROM box_fields
UNION ALL
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    'team_note' AS kind,
    team._key AS side,
    note._index AS list_index,
    CAST(0 AS INT) AS field_index,
    CAST(NULL AS VARCHAR) AS title,
    note.label AS label,
    note.value AS value
FROM box_notes
UNION ALL
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    'pitching_note' AS kind,
    'none' AS side,
    pitching_note._index AS list_index,
    CAST(0 AS INT) AS field_index,
    CAST(NULL AS VARCHAR) AS title,
    CAST(NULL AS VARCHAR) AS label,
    pitching_note._value AS value
FROM pitching_notes
