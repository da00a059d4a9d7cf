-- A game's score by inning, one row per side: the runs of nine innings, of extra innings, and the totals.
SELECT
    total.side AS side,
    MAX(inning.runs) FILTER (WHERE inning.inning = 1) AS inning_1,
    MAX(inning.runs) FILTER (WHERE inning.inning = 2) AS inning_2,
    MAX(inning.runs) FILTER (WHERE inning.inning = 3) AS inning_3,
    MAX(inning.runs) FILTER (WHERE inning.inning = 4) AS inning_4,
    MAX(inning.runs) FILTER (WHERE inning.inning = 5) AS inning_5,
    MAX(inning.runs) FILTER (WHERE inning.inning = 6) AS inning_6,
    MAX(inning.runs) FILTER (WHERE inning.inning = 7) AS inning_7,
    MAX(inning.runs) FILTER (WHERE inning.inning = 8) AS inning_8,
    MAX(inning.runs) FILTER (WHERE inning.inning = 9) AS inning_9,
    SUM(inning.runs) FILTER (WHERE inning.inning > 9) AS extra,
    MAX(total.runs) AS runs,
    MAX(total.hits) AS hits,
    MAX(total.errors) AS errors
FROM game.live_game_linescore AS total
JOIN game.live_game_linescore_innings AS inning
    ON inning.season = total.season
    AND inning.game_pk = total.game_pk
    AND inning.side = total.side
WHERE total.season = $season
    AND total.game_pk = $game_pk
GROUP BY total.side
ORDER BY total.side
