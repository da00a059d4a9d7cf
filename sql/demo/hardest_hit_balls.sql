-- The ten hardest hit balls of a day, one row per ball: speed off the bat, its angle, how far it went, what became of it.
SELECT
    play.batter_full_name AS batter,
    hit.launch_speed AS exit_mph,
    hit.launch_angle AS angle,
    hit.total_distance AS feet,
    pitch.start_speed AS pitch_mph,
    play.event AS result
FROM game.live_game_hit_data AS hit
JOIN game.live_game_plays AS play
    ON play.season = hit.season
    AND play.game_pk = hit.game_pk
    AND play.at_bat_index = hit.at_bat_index
LEFT JOIN game.live_game_pitch_events AS pitch
    ON pitch.season = hit.season
    AND pitch.game_pk = hit.game_pk
    AND pitch.at_bat_index = hit.at_bat_index
    AND pitch.event_index = hit.event_index
WHERE hit.game_date = DATE '2024-07-04'
    AND hit.launch_speed IS NOT NULL
ORDER BY hit.launch_speed DESC, hit.game_pk, hit.at_bat_index
LIMIT 10
