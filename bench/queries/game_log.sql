-- A club's games, one row per game: against whom, the score, and the club's record after it.
WITH games AS (
    SELECT
        game_date AS game_date,
        game_pk AS game_pk,
        'home' AS side,
        away_team_name AS opponent,
        home_score AS runs,
        away_score AS runs_against,
        home_hits AS hits,
        home_errors AS errors,
        attendance AS attendance,
        game_duration_minutes AS duration_minutes
    FROM game.live_game_metadata
    WHERE season = $season
        AND home_team_id = $team_id
        AND coded_game_state = 'F'
    UNION ALL
    SELECT
        game_date AS game_date,
        game_pk AS game_pk,
        'away' AS side,
        home_team_name AS opponent,
        away_score AS runs,
        home_score AS runs_against,
        away_hits AS hits,
        away_errors AS errors,
        attendance AS attendance,
        game_duration_minutes AS duration_minutes
    FROM game.live_game_metadata
    WHERE season = $season
        AND away_team_id = $team_id
        AND coded_game_state = 'F'
)
SELECT
    game_date AS game_date,
    game_pk AS game_pk,
    side AS side,
    opponent AS opponent,
    runs AS runs,
    runs_against AS runs_against,
    hits AS hits,
    errors AS errors,
    SUM(CASE WHEN runs > runs_against THEN 1 ELSE 0 END) OVER (ORDER BY game_date, game_pk) AS wins,
    SUM(CASE WHEN runs < runs_against THEN 1 ELSE 0 END) OVER (ORDER BY game_date, game_pk) AS losses,
    attendance AS attendance,
    duration_minutes AS duration_minutes
FROM games
ORDER BY game_date, game_pk
