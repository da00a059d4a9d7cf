-- The game in words, one row per plate appearance: who batted against whom, what came of it, and the ball that ended it.
SELECT
    plays.season AS season,
    plays.game_pk AS game_pk,
    plays.game_date AS game_date,
    plays.at_bat_index AS at_bat_index,
    plays.inning AS inning,
    plays.half_inning AS half_inning,
    CASE WHEN plays.is_top_inning THEN metadata.away_team_id ELSE metadata.home_team_id END AS batting_team_id,
    CASE WHEN plays.is_top_inning THEN metadata.away_team_abbreviation ELSE metadata.home_team_abbreviation END AS batting_team,
    plays.batter_id AS batter_id,
    plays.batter_full_name AS batter,
    plays.bat_side_code AS bat_side_code,
    plays.pitcher_id AS pitcher_id,
    plays.pitcher_full_name AS pitcher,
    plays.pitch_hand_code AS pitch_hand_code,
    COALESCE(thrown.pitches, 0) AS pitches,
    plays.balls AS balls,
    plays.strikes AS strikes,
    plays.is_complete AS is_complete,
    plays.event AS event,
    plays.event_type AS event_type,
    plays.description AS description,
    plays.rbi AS rbi,
    plays.is_scoring_play AS is_scoring_play,
    plays.outs AS outs,
    plays.away_score AS away_score,
    plays.home_score AS home_score,
    last_pitch.pitch_type_code AS pitch_type_code,
    last_pitch.start_speed AS start_speed,
    hit.launch_speed AS launch_speed,
    hit.launch_angle AS launch_angle,
    hit.total_distance AS total_distance,
    hit.trajectory AS trajectory
FROM game.live_game_plays AS plays
JOIN game.live_game_metadata AS metadata
    ON metadata.season = plays.season
    AND metadata.game_pk = plays.game_pk
LEFT JOIN (
    SELECT
        season,
        game_pk,
        at_bat_index,
        COUNT(*) AS pitches,
        MAX(event_index) AS last_event_index
    FROM game.live_game_pitch_events
    GROUP BY
        season,
        game_pk,
        at_bat_index
) AS thrown
    ON thrown.season = plays.season
    AND thrown.game_pk = plays.game_pk
    AND thrown.at_bat_index = plays.at_bat_index
LEFT JOIN game.live_game_pitch_events AS last_pitch
    ON last_pitch.season = thrown.season
    AND last_pitch.game_pk = thrown.game_pk
    AND last_pitch.at_bat_index = thrown.at_bat_index
    AND last_pitch.event_index = thrown.last_event_index
LEFT JOIN game.live_game_hit_data AS hit
    ON hit.season = thrown.season
    AND hit.game_pk = thrown.game_pk
    AND hit.at_bat_index = thrown.at_bat_index
    AND hit.event_index = thrown.last_event_index
