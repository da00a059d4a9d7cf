-- The 25 batters with the most home runs, one row per batter: their line of the season.
WITH appearances AS (
    SELECT
        game_pk AS game_pk,
        batter_id AS batter_id,
        batter_full_name AS batter,
        event_type AS event_type,
        rbi AS rbi,
        event_type IN ('single', 'double', 'triple', 'home_run') AS is_hit
    FROM game.live_game_plays
    WHERE season = $season
        AND is_complete
        AND event_type NOT LIKE 'caught_stealing%'
        AND event_type NOT LIKE 'pickoff%'
        AND event_type NOT IN ('other_out', 'wild_pitch', 'passed_ball', 'balk')
),
lines AS (
    SELECT
        batter_id AS batter_id,
        MAX(batter) AS batter,
        COUNT(DISTINCT game_pk) AS games,
        COUNT(*) AS appearances,
        COUNT(*) FILTER (WHERE event_type NOT LIKE 'sac_%' AND event_type NOT LIKE '%walk' AND event_type <> 'hit_by_pitch') AS at_bats,
        COUNT(*) FILTER (WHERE is_hit) AS hits,
        COUNT(*) FILTER (WHERE event_type = 'double') AS doubles,
        COUNT(*) FILTER (WHERE event_type = 'triple') AS triples,
        COUNT(*) FILTER (WHERE event_type = 'home_run') AS home_runs,
        COUNT(*) FILTER (WHERE event_type LIKE '%walk') AS walks,
        COUNT(*) FILTER (WHERE event_type LIKE 'strikeout%') AS strikeouts,
        SUM(rbi) AS rbi
    FROM appearances
    GROUP BY batter_id
)
SELECT
    batter_id AS batter_id,
    batter AS batter,
    games AS games,
    appearances AS appearances,
    at_bats AS at_bats,
    hits AS hits,
    doubles AS doubles,
    triples AS triples,
    home_runs AS home_runs,
    rbi AS rbi,
    walks AS walks,
    strikeouts AS strikeouts,
    CAST(hits AS DOUBLE) / NULLIF(at_bats, 0) AS average,
    CAST(hits + doubles + 2 * triples + 3 * home_runs AS DOUBLE) / NULLIF(at_bats, 0) AS slugging
FROM lines
ORDER BY home_runs DESC, hits DESC, batter_id
LIMIT 25
