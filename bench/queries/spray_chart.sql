-- Where a batter's balls in play went, one row per ball: its place on the picture of the field, how hard it was hit, what came of it.
SELECT
    hit.game_date AS game_date,
    hit.game_pk AS game_pk,
    hit.at_bat_index AS at_bat_index,
    hit.event_index AS event_index,
    hit.coord_x AS x,
    hit.coord_y AS y,
    hit.launch_speed AS exit_mph,
    hit.launch_angle AS angle,
    hit.total_distance AS feet,
    hit.trajectory AS trajectory,
    play.event AS result
FROM game.live_game_hit_data AS hit
JOIN game.live_game_plays AS play
    ON play.season = hit.season
    AND play.game_pk = hit.game_pk
    AND play.at_bat_index = hit.at_bat_index
WHERE hit.season = $season
    AND hit.batter_id = $batter_id
    AND hit.coord_x IS NOT NULL
ORDER BY hit.game_pk, hit.at_bat_index, hit.event_index
