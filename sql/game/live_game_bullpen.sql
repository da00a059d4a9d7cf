-- One row per pitcher listed in the bullpen of a side.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    team._key AS side,
    bullpen._value AS player_id,
    bullpen._index AS list_index,
    team.team.id AS team_id
FROM box_bullpen
