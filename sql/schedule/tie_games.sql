-- One row per tied game and date that lists it.
-- Of two listings of a game under one date that of the postponed game gives way.
SELECT
    COALESCE(game.season, season, CAST(EXTRACT(YEAR FROM day.date) AS INT)) AS season,
    COALESCE(TRY_CAST(json_text(query_params, 'sportId') AS BIGINT), 1) AS sport_id,
    day.date AS schedule_date,
    game.gamePk AS game_pk,
    COALESCE(game.officialDate, day.date) AS game_date,
    source_captured_at,
    game.gameType AS game_type,
    game.gameDate AS scheduled_at,
    game.status.abstractGameState AS abstract_game_state,
    game.status.codedGameState AS coded_game_state,
    game.status.detailedState AS detailed_state,
    game.status.statusCode AS status_code,
    game.status.reason AS status_reason,
    game.teams.home.team.id AS home_team_id,
    game.teams.home.team.name AS home_team_name,
    game.teams.home.score AS home_score,
    game.teams.away.team.id AS away_team_id,
    game.teams.away.team.name AS away_team_name,
    game.teams.away.score AS away_score,
    game.venue.id AS venue_id,
    game.venue.name AS venue_name,
    game.isTie AS is_tie,
    game.doubleHeader AS double_header,
    game.gameNumber AS game_number,
    game.description AS description,
    game.rescheduleDate AS reschedule_at,
    game.rescheduleGameDate AS reschedule_date,
    game.rescheduledFrom AS rescheduled_from_at,
    game.rescheduledFromDate AS rescheduled_from_date,
    game.resumeDate AS resume_at,
    game.resumeGameDate AS resume_date,
    game.resumedFrom AS resumed_from_at,
    game.resumedFromDate AS resumed_from_date
FROM games
QUALIFY ROW_NUMBER() OVER (
    PARTITION BY capture_id, day.date, game.gamePk
    ORDER BY CASE WHEN game.status.codedGameState = 'D' THEN 1 ELSE 0 END, game._index DESC
) = 1
