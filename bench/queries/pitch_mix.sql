-- What is thrown to whom, one row per hand of the pitcher, side of the batter and kind of pitch: its share, speed, movement, misses.
WITH pitches AS (
    SELECT
        play.pitch_hand_code AS hand,
        play.bat_side_code AS side,
        COALESCE(pitch.pitch_type_description, 'not told') AS kind,
        pitch.start_speed AS mph,
        pitch.spin_rate AS spin,
        pitch.break_vertical_induced AS vertical_break,
        pitch.break_horizontal AS horizontal_break,
        pitch.call_code IN ('S', 'W', 'M', 'Q') AS is_miss
    FROM game.live_game_pitch_events AS pitch
    JOIN game.live_game_plays AS play
        ON play.season = pitch.season
        AND play.game_pk = pitch.game_pk
        AND play.at_bat_index = pitch.at_bat_index
    WHERE pitch.season = $season
),
kinds AS (
    SELECT
        hand AS hand,
        side AS side,
        kind AS kind,
        COUNT(*) AS thrown,
        AVG(mph) AS mph,
        AVG(spin) AS spin,
        AVG(vertical_break) AS vertical_break,
        AVG(horizontal_break) AS horizontal_break,
        COUNT(*) FILTER (WHERE is_miss) AS misses
    FROM pitches
    GROUP BY hand, side, kind
)
SELECT
    hand AS hand,
    side AS side,
    kind AS kind,
    thrown AS thrown,
    CAST(thrown AS DOUBLE) / SUM(thrown) OVER (PARTITION BY hand, side) AS share,
    mph AS mph,
    spin AS spin,
    vertical_break AS vertical_break,
    horizontal_break AS horizontal_break,
    CAST(misses AS DOUBLE) / thrown AS missed
FROM kinds
ORDER BY hand, side, thrown DESC, kind
