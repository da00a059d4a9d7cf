-- What the busiest pitcher of a day threw, one row per kind of pitch: how often, how fast, how many swings missed.
WITH pitches AS (
    SELECT
        season AS season,
        game_pk AS game_pk,
        pitcher_id AS pitcher_id,
        pitch_type_description AS pitch,
        start_speed AS mph,
        spin_rate AS spin,
        call_code IN ('S', 'W', 'M', 'Q', 'O') AS is_miss
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
)
SELECT
    player.full_name AS pitcher,
    pitches.pitch AS pitch,
    COUNT(*) AS thrown,
    ROUND(100.0 * COUNT(*) / MAX(busiest.thrown), 0) AS percent,
    ROUND(AVG(pitches.mph), 1) AS mph,
    MAX(pitches.mph) AS top_mph,
    ROUND(AVG(pitches.spin), 0) AS spin,
    COUNT(*) FILTER (WHERE pitches.is_miss) AS misses
FROM pitches
JOIN busiest
    ON busiest.game_pk = pitches.game_pk
    AND busiest.pitcher_id = pitches.pitcher_id
JOIN game.live_game_players AS player
    ON player.season = pitches.season
    AND player.game_pk = pitches.game_pk
    AND player.player_id = pitches.pitcher_id
GROUP BY player.full_name, pitches.pitch
ORDER BY thrown DESC, pitch
