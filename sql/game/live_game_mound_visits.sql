-- One row per visit to the mound, with the pitcher who stood there.
-- A visit after which the pitcher goes before he throws again does not count against the number that a club has.
WITH visits AS (
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        play._index AS play_index,
        event._index AS event_index,
        play.about.atBatIndex AS at_bat_index,
        play.about.inning AS inning,
        play.about.halfInning AS half_inning,
        document.gameData.teams.home.id AS home_team_id,
        document.gameData.teams.away.id AS away_team_id,
        event.count.balls AS balls,
        event.count.strikes AS strikes,
        event.count.outs AS outs,
        event.details.description AS description,
        event.startTime AS start_time,
        event.endTime AS end_time
    FROM events
    WHERE event.details.eventType = 'mound_visit'
),
-- Who came to the mound for a side, beginning with the first pitcher of its boxscore; and the visits among them.
moments AS (
    SELECT
        game_pk,
        play._index AS play_index,
        event._index AS event_index,
        play.about.isTopInning AS is_home,
        event.details.eventType = 'mound_visit' AS is_visit,
        CASE WHEN event.details.eventType <> 'mound_visit' THEN event.player.id END AS new_pitcher_id
    FROM events
    WHERE event.details.eventType IN ('mound_visit', 'pitching_substitution')
        OR (event.details.eventType = 'defensive_switch' AND event.position.code = '1')
    UNION ALL
    SELECT
        game_pk,
        -1 AS play_index,
        -1 AS event_index,
        team._key = 'home' AS is_home,
        FALSE AS is_visit,
        pitcher._value AS new_pitcher_id
    FROM box_pitchers
    WHERE pitcher._index = 0
),
surroundings AS (
    SELECT
        game_pk,
        play_index,
        event_index,
        is_home,
        is_visit,
        LAST_VALUE(new_pitcher_id) IGNORE NULLS OVER (
            PARTITION BY game_pk, is_home
            ORDER BY play_index, event_index
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS pitcher_id
    FROM moments
),
-- What can come after a visit in its plate appearance: a change of pitchers, or a pitch.
followers AS (
    SELECT
        game_pk,
        play_index,
        event_index,
        TRUE AS is_change
    FROM moments
    WHERE NOT is_visit
    UNION ALL
    SELECT
        game_pk,
        play._index AS play_index,
        event._index AS event_index,
        FALSE AS is_change
    FROM events
    WHERE event.isPitch
),
endings AS (
    SELECT
        visits.game_pk AS game_pk,
        visits.play_index AS play_index,
        visits.event_index AS event_index,
        COALESCE(
            FIRST_VALUE(followers.is_change ORDER BY followers.event_index, followers.is_change),
            FALSE
        ) AS is_pitching_change
    FROM visits
    LEFT JOIN followers
        ON followers.game_pk = visits.game_pk
        AND followers.play_index = visits.play_index
        AND followers.event_index > visits.event_index
    GROUP BY
        visits.game_pk,
        visits.play_index,
        visits.event_index
)
SELECT
    visits.season AS season,
    visits.game_pk AS game_pk,
    visits.game_date AS game_date,
    visits.source_captured_at AS source_captured_at,
    visits.at_bat_index AS at_bat_index,
    visits.event_index AS event_index,
    visits.inning AS inning,
    visits.half_inning AS half_inning,
    CASE WHEN surroundings.is_home THEN 'home' ELSE 'away' END AS side,
    CASE WHEN surroundings.is_home THEN visits.home_team_id ELSE visits.away_team_id END AS team_id,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY visits.game_pk, surroundings.is_home
            ORDER BY visits.play_index, visits.event_index
        ) AS INT
    ) AS visit_number,
    surroundings.pitcher_id AS pitcher_id,
    endings.is_pitching_change AS is_pitching_change,
    visits.balls AS balls,
    visits.strikes AS strikes,
    visits.outs AS outs,
    visits.description AS description,
    visits.start_time AS start_time,
    visits.end_time AS end_time
FROM visits
JOIN surroundings
    ON surroundings.game_pk = visits.game_pk
    AND surroundings.play_index = visits.play_index
    AND surroundings.event_index = visits.event_index
JOIN endings
    ON endings.game_pk = visits.game_pk
    AND endings.play_index = visits.play_index
    AND endings.event_index = visits.event_index
WHERE surroundings.is_visit
