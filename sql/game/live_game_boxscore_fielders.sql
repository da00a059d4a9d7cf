-- One row per player and side with a fielding line: everybody who appeared, also a designated hitter.
-- Who did not appear has an empty one, `{}`. Season games started are not read: the feed repeats those of the game there.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    team._key AS side,
    player.person.id AS player_id,
    player.person.fullName AS full_name,
    team.team.id AS team_id,
    player.position.code AS position_code,
    player.position.name AS position_name,
    player.position.type AS position_type,
    player.position.abbreviation AS position_abbreviation,
    player.stats.fielding.gamesStarted AS games_started,
    player.stats.fielding.putOuts AS put_outs,
    player.stats.fielding.assists AS assists,
    player.stats.fielding.errors AS errors,
    player.stats.fielding.chances AS chances,
    player.stats.fielding.passedBall AS passed_ball,
    player.stats.fielding.stolenBases AS stolen_bases,
    player.stats.fielding.caughtStealing AS caught_stealing,
    player.stats.fielding.pickoffs AS pickoffs,
    player.seasonStats.fielding.putOuts AS season_put_outs,
    player.seasonStats.fielding.assists AS season_assists,
    player.seasonStats.fielding.errors AS season_errors,
    player.seasonStats.fielding.chances AS season_chances,
    player.seasonStats.fielding.passedBall AS season_passed_ball,
    player.seasonStats.fielding.stolenBases AS season_stolen_bases,
    player.seasonStats.fielding.caughtStealing AS season_caught_stealing,
    player.seasonStats.fielding.pickoffs AS season_pickoffs,
    player.seasonStats.fielding.fielding AS season_fielding_percentage
FROM box_players
WHERE player.stats.fielding.putOuts IS NOT NULL
    OR player.stats.fielding.chances IS NOT NULL
    OR player.stats.fielding.gamesStarted IS NOT NULL
