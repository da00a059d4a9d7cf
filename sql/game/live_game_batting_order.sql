-- One row per player with a place in the batting order of a side.
-- A player's own `battingOrder` tells slot and sequence (304: slot 3, fourth after the starter);
-- the team's list of the same name only tells who stands there at the end.
WITH batters AS (
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        team._key AS side,
        player.person.id AS player_id,
        player.person.fullName AS full_name,
        team.team.id AS team_id,
        player.battingOrder AS batting_order,
        player.position.code AS position_code,
        player.position.name AS position_name,
        player.position.type AS position_type,
        player.position.abbreviation AS position_abbreviation
    FROM box_players
    WHERE player.battingOrder IS NOT NULL
)
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    side,
    CAST(batting_order / 100 AS INT) AS slot,
    CAST(batting_order % 100 AS INT) AS sequence,
    player_id,
    full_name,
    team_id,
    batting_order % 100 = 0 AS is_starter,
    batting_order,
    position_code,
    position_name,
    position_type,
    position_abbreviation
FROM batters
