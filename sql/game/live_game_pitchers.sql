-- One row per pitcher listed for a side, in order of appearance.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    team._key AS side,
    pitcher._value AS player_id,
    pitcher._index AS list_index,
    team.team.id AS team_id
FROM box_pitchers
