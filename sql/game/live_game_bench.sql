-- One row per player listed on the bench of a side.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    team._key AS side,
    bench._value AS player_id,
    bench._index AS list_index,
    team.team.id AS team_id
FROM box_bench
