-- One row per event with hit data, also without a launch speed.
-- A ball in play ends its plate appearance, so `matchup` names who threw and who hit it.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    play.about.atBatIndex AS at_bat_index,
    event._index AS event_index,
    play.about.inning AS inning,
    play.about.halfInning AS half_inning,
    play.matchup.batter.id AS batter_id,
    play.matchup.pitcher.id AS pitcher_id,
    event.playId AS play_id,
    event.hitData.launchSpeed AS launch_speed,
    event.hitData.launchAngle AS launch_angle,
    event.hitData.totalDistance AS total_distance,
    event.hitData.trajectory AS trajectory,
    event.hitData.hardness AS hardness,
    event.hitData.location AS location,
    event.hitData.coordinates.coordX AS coord_x,
    event.hitData.coordinates.coordY AS coord_y
FROM events
WHERE event.hitData IS NOT NULL
