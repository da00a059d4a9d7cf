-- One row per fielding credit in a runner's movement.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    play.about.atBatIndex AS at_bat_index,
    runner._index AS runner_index,
    credit._index AS credit_index,
    credit.player.id AS player_id,
    credit.credit AS credit,
    credit.position.code AS position_code,
    credit.position.name AS position_name,
    credit.position.type AS position_type,
    credit.position.abbreviation AS position_abbreviation
FROM credits
