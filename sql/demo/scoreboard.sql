-- The scoreboard of a day, one row per game: runs, hits and errors of both clubs.
SELECT
    game.away_team_short_name AS away,
    game.away_score AS r,
    game.away_hits AS h,
    game.away_errors AS e,
    game.home_team_short_name AS home,
    game.home_score AS "R",
    game.home_hits AS "H",
    game.home_errors AS "E",
    game.current_inning AS innings,
    game.detailed_state AS state
FROM game.live_game_metadata AS game
WHERE game.game_date = DATE '2024-07-04'
ORDER BY game.game_pk
