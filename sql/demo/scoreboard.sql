-- The scoreboard of a day, one row per game: runs, hits and errors of both clubs.
SELECT
    away_team_short_name AS away,
    away_score AS a_r,
    away_hits AS a_h,
    away_errors AS a_e,
    home_team_short_name AS home,
    home_score AS h_r,
    home_hits AS h_h,
    home_errors AS h_e,
    current_inning AS innings,
    abstract_game_state AS state
FROM game.live_game_metadata
WHERE game_date = DATE '2024-07-04'
ORDER BY game_pk
