-- One row per pitch thrown, with the pitcher who threw it and the batter who faced it.
-- `matchup` names who finished the plate appearance; what was thrown in it before a change of pitcher or batter belongs
-- to the one who went out. For a batter the feed says who that was; for a pitcher mostly not, so it is the last one who
-- came to the mound for that side, beginning with the first pitcher of its boxscore.
-- A count above 0-0 tells that something was thrown before the change.
WITH changes AS (
    SELECT
        game_pk,
        play._index AS play_index,
        event._index AS event_index,
        play.about.isTopInning AS is_top_inning,
        event.details.eventType = 'offensive_substitution' AS is_batter,
        event.replacedPlayer.id AS replaced_id
    FROM events
    WHERE event.count.balls + event.count.strikes > 0
        AND (
            event.details.eventType = 'pitching_substitution'
            OR (event.details.eventType = 'defensive_switch' AND event.position.code = '1')
            OR (event.details.eventType = 'offensive_substitution' AND event.position.code = '11')
        )
),
arrivals AS (
    SELECT
        game_pk,
        -1 AS play_index,
        -1 AS event_index,
        team._key = 'home' AS is_top_inning,
        pitcher._value AS pitcher_id
    FROM box_pitchers
    WHERE pitcher._index = 0
    UNION ALL
    SELECT
        game_pk,
        play._index AS play_index,
        event._index AS event_index,
        play.about.isTopInning AS is_top_inning,
        event.player.id AS pitcher_id
    FROM events
    WHERE event.details.eventType = 'pitching_substitution'
        OR (event.details.eventType = 'defensive_switch' AND event.position.code = '1')
),
departures AS (
    SELECT
        changes.game_pk AS game_pk,
        changes.play_index AS play_index,
        changes.event_index AS event_index,
        CASE
            WHEN NOT changes.is_batter
            THEN LAST_VALUE(arrivals.pitcher_id ORDER BY arrivals.play_index, arrivals.event_index)
        END AS pitcher_id,
        CASE WHEN changes.is_batter THEN changes.replaced_id END AS batter_id
    FROM changes
    LEFT JOIN arrivals
        ON arrivals.game_pk = changes.game_pk
        AND arrivals.is_top_inning = changes.is_top_inning
        AND (
            arrivals.play_index < changes.play_index
            OR (arrivals.play_index = changes.play_index AND arrivals.event_index < changes.event_index)
        )
    GROUP BY
        changes.game_pk,
        changes.play_index,
        changes.event_index,
        changes.is_batter,
        changes.replaced_id
),
last_changes AS (
    SELECT
        game_pk,
        play_index,
        MAX(event_index) AS event_index
    FROM changes
    GROUP BY
        game_pk,
        play_index
),
-- Every event of a plate appearance lies in one stretch: up to a change, or after the last one.
-- `is_pitch` is joined on, so that the join alone picks the pitches: a filter would copy every column once more.
stretches AS (
    SELECT
        game_pk,
        play_index,
        TRUE AS is_pitch,
        LAG(event_index, 1, -1) OVER (PARTITION BY game_pk, play_index ORDER BY event_index) AS after_index,
        event_index AS last_index,
        FIRST_VALUE(pitcher_id) IGNORE NULLS OVER (
            PARTITION BY game_pk, play_index
            ORDER BY event_index
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS pitcher_id,
        FIRST_VALUE(batter_id) IGNORE NULLS OVER (
            PARTITION BY game_pk, play_index
            ORDER BY event_index
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS batter_id
    FROM departures
    UNION ALL
    SELECT
        plays.game_pk AS game_pk,
        plays.play._index AS play_index,
        TRUE AS is_pitch,
        COALESCE(last_changes.event_index, -1) AS after_index,
        2147483647 AS last_index,
        CAST(NULL AS BIGINT) AS pitcher_id,
        CAST(NULL AS BIGINT) AS batter_id
    FROM plays
    LEFT JOIN last_changes
        ON last_changes.game_pk = plays.game_pk
        AND last_changes.play_index = plays.play._index
)
SELECT
    events.season AS season,
    events.game_pk AS game_pk,
    events.game_date AS game_date,
    events.source_captured_at AS source_captured_at,
    events.play.about.atBatIndex AS at_bat_index,
    events.event._index AS event_index,
    events.play.about.inning AS inning,
    events.play.about.halfInning AS half_inning,
    COALESCE(stretches.pitcher_id, events.play.matchup.pitcher.id) AS pitcher_id,
    COALESCE(stretches.batter_id, events.play.matchup.batter.id) AS batter_id,
    events.event.type AS type,
    events.event.playId AS play_id,
    events.event.pitchNumber AS pitch_number,
    events.event.startTime AS start_time,
    events.event.endTime AS end_time,
    events.event.details.description AS description,
    events.event.details.code AS code,
    events.event.details.call.code AS call_code,
    events.event.details.call.description AS call_description,
    events.event.details.type.code AS pitch_type_code,
    events.event.details.type.description AS pitch_type_description,
    events.event.details.isInPlay AS is_in_play,
    events.event.details.isStrike AS is_strike,
    events.event.details.isBall AS is_ball,
    events.event.details.isOut AS is_out,
    events.event.details.hasReview AS has_review,
    events.event.details.runnerGoing AS runner_going,
    events.event.details.disengagementNum AS disengagement_num,
    events.event.count.balls AS balls,
    events.event.count.strikes AS strikes,
    events.event.count.outs AS outs,
    events.event.pitchData.startSpeed AS start_speed,
    events.event.pitchData.endSpeed AS end_speed,
    events.event.pitchData.strikeZoneTop AS strike_zone_top,
    events.event.pitchData.strikeZoneBottom AS strike_zone_bottom,
    events.event.pitchData.strikeZoneWidth AS strike_zone_width,
    events.event.pitchData.strikeZoneDepth AS strike_zone_depth,
    events.event.pitchData.zone AS zone,
    events.event.pitchData.typeConfidence AS type_confidence,
    events.event.pitchData.plateTime AS plate_time,
    events.event.pitchData.extension AS extension,
    events.event.pitchData.coordinates.aX AS a_x,
    events.event.pitchData.coordinates.aY AS a_y,
    events.event.pitchData.coordinates.aZ AS a_z,
    events.event.pitchData.coordinates.pfxX AS pfx_x,
    events.event.pitchData.coordinates.pfxZ AS pfx_z,
    events.event.pitchData.coordinates.pX AS p_x,
    events.event.pitchData.coordinates.pZ AS p_z,
    events.event.pitchData.coordinates.vX0 AS v_x0,
    events.event.pitchData.coordinates.vY0 AS v_y0,
    events.event.pitchData.coordinates.vZ0 AS v_z0,
    events.event.pitchData.coordinates.x AS x,
    events.event.pitchData.coordinates.y AS y,
    events.event.pitchData.coordinates.x0 AS x0,
    events.event.pitchData.coordinates.y0 AS y0,
    events.event.pitchData.coordinates.z0 AS z0,
    events.event.pitchData.breaks.breakAngle AS break_angle,
    events.event.pitchData.breaks.breakLength AS break_length,
    events.event.pitchData.breaks.breakY AS break_y,
    events.event.pitchData.breaks.breakVertical AS break_vertical,
    events.event.pitchData.breaks.breakVerticalInduced AS break_vertical_induced,
    events.event.pitchData.breaks.breakHorizontal AS break_horizontal,
    events.event.pitchData.breaks.spinRate AS spin_rate,
    events.event.pitchData.breaks.spinDirection AS spin_direction,
    events.event.reviewDetails.isOverturned AS review_is_overturned,
    events.event.reviewDetails.inProgress AS review_in_progress,
    events.event.reviewDetails.reviewType AS review_type,
    events.event.reviewDetails.challengeTeamId AS review_challenge_team_id,
    events.event.reviewDetails.player.id AS review_player_id,
    events.event.reviewDetails.player.fullName AS review_player_full_name
FROM stretches
JOIN events
    ON events.game_pk = stretches.game_pk
    AND events.play._index = stretches.play_index
    AND events.event.isPitch = stretches.is_pitch
    AND events.event._index > stretches.after_index
    AND events.event._index <= stretches.last_index
