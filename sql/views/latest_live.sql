-- Games under way, one row per game as its newest capture shows it: score, inning, count, who bats against whom, what happened last.
-- Warm-ups and delays are among them; suspended games (T, U) are not, though the API calls them Live.
SELECT
    metadata.season AS season,
    metadata.game_pk AS game_pk,
    metadata.game_date AS game_date,
    metadata.detailed_state AS detailed_state,
    metadata.status_code AS status_code,
    metadata.status_reason AS status_reason,
    metadata.away_team_id AS away_team_id,
    metadata.away_team_abbreviation AS away_team,
    metadata.away_score AS away_score,
    metadata.home_team_id AS home_team_id,
    metadata.home_team_abbreviation AS home_team,
    metadata.home_score AS home_score,
    metadata.current_inning AS inning,
    metadata.inning_state AS inning_state,
    metadata.outs AS outs,
    metadata.balls AS balls,
    metadata.strikes AS strikes,
    standing.at_bat_index AS at_bat_index,
    standing.batter_id AS batter_id,
    standing.batter_full_name AS batter,
    standing.pitcher_id AS pitcher_id,
    standing.pitcher_full_name AS pitcher,
    last_play.event AS last_event,
    last_play.description AS last_description,
    metadata.source_captured_at AS source_captured_at
FROM game.live_game_metadata AS metadata
LEFT JOIN (
    SELECT
        season,
        game_pk,
        MAX(at_bat_index) AS at_bat_index,
        MAX(CASE WHEN is_complete THEN at_bat_index END) AS last_index
    FROM game.live_game_plays
    GROUP BY
        season,
        game_pk
) AS reached
    ON reached.season = metadata.season
    AND reached.game_pk = metadata.game_pk
LEFT JOIN game.live_game_plays AS standing
    ON standing.season = reached.season
    AND standing.game_pk = reached.game_pk
    AND standing.at_bat_index = reached.at_bat_index
LEFT JOIN game.live_game_plays AS last_play
    ON last_play.season = reached.season
    AND last_play.game_pk = reached.game_pk
    AND last_play.at_bat_index = reached.last_index
WHERE metadata.abstract_game_state = 'Live'
    AND metadata.coded_game_state NOT IN ('T', 'U')
