-- One row per position that a player held, in the order in which he did.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    team._key AS side,
    player.person.id AS player_id,
    played._index AS list_index,
    team.team.id AS team_id,
    played.code AS position_code,
    played.name AS position_name,
    played.type AS position_type,
    played.abbreviation AS position_abbreviation
FROM box_positions
