-- What the busiest pitcher of a day threw, one row per kind of pitch: how often, how fast, how many swings missed.
WITH pitches AS (
    SELECT
        game_pk AS game_pk,
        pitcher_id AS pitcher_id,
        COALESCE(pitch_type_description, 'not told') AS pitch,
        start_speed AS mph,
        spin_rate AS spin,
        call_code IN ('S', 'W', 'M', 'Q') AS is_miss
    FROM game.live_game_pitch_events
    WHERE game_date = DATE '2024-07-04'
),
busiest AS (
    SELECT
        game_pk AS game_pk,
        pitcher_id AS pitcher_id,
        COUNT(*) AS thrown
    FROM pitches
    GROUP BY game_pk, pitcher_id
    ORDER BY thrown DESC, game_pk, pitcher_id
    LIMIT 1
),
pitchers AS (
    SELECT
        game_pk AS game_pk,
        player_id AS pitcher_id,
        MAX(full_name) AS full_name
    FROM game.live_game_players
    WHERE game_date = DATE '2024-07-04'
    GROUP BY game_pk, player_id
)
SELECT
    pitchers.full_name AS pitcher,
    pitches.pitch AS pitch,
    COUNT(*) AS thrown,
    CAST(ROUND(100.0 * COUNT(*) / MAX(busiest.thrown)) AS BIGINT) AS percent,
    ROUND(AVG(pitches.mph), 1) AS mph,
    MAX(pitches.mph) AS top_mph,
    CAST(ROUND(AVG(pitches.spin)) AS BIGINT) AS spin,
    COUNT(*) FILTER (WHERE pitches.is_miss) AS misses
FROM pitches
JOIN busiest
    ON busiest.game_pk = pitches.game_pk
    AND busiest.pitcher_id = pitches.pitcher_id
JOIN pitchers
    ON pitchers.game_pk = pitches.game_pk
    AND pitchers.pitcher_id = pitches.pitcher_id
GROUP BY pitchers.full_name, pitches.pitch
ORDER BY thrown DESC, pitch
