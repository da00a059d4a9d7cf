-- One row per change of a lineup: who comes in or moves, where, and for whom.
-- The feed says who is replaced in the batting order, and mostly not which pitcher goes out: so who was last at the position
-- is carried through the game, beginning with the starters of the boxscore.
WITH changes AS (
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
        play.about.isTopInning <> (event.details.eventType = 'offensive_substitution') AS is_home,
        event.details.eventType = 'offensive_substitution' AS is_offensive,
        document.gameData.teams.home.id AS home_team_id,
        document.gameData.teams.away.id AS away_team_id,
        event.details.eventType AS event_type,
        event.player.id AS player_id,
        event.replacedPlayer.id AS replaced_player_id,
        event.position.code AS position_code,
        event.position.name AS position_name,
        event.position.type AS position_type,
        event.position.abbreviation AS position_abbreviation,
        event.battingOrder AS batting_order,
        event.base AS base,
        event.count.balls AS balls,
        event.count.strikes AS strikes,
        event.count.outs AS outs,
        event.details.description AS description,
        event.startTime AS start_time,
        event.endTime AS end_time
    FROM events
    WHERE event.isPitch IS NOT TRUE
        AND event.details.eventType IN (
            'offensive_substitution',
            'pitching_substitution',
            'defensive_substitution',
            'defensive_switch'
        )
),
arrivals AS (
    SELECT
        game_pk,
        team._key = 'home' AS is_home,
        '1' AS position_code,
        -1 AS play_index,
        -1 AS event_index,
        pitcher._value AS player_id
    FROM box_pitchers
    WHERE pitcher._index = 0
    UNION ALL
    SELECT
        game_pk,
        team._key = 'home' AS is_home,
        played.code AS position_code,
        -1 AS play_index,
        -1 AS event_index,
        player.person.id AS player_id
    FROM box_positions
    WHERE played._index = 0
        AND played.code <> '1'
        AND player.battingOrder % 100 = 0
    UNION ALL
    SELECT
        game_pk,
        is_home,
        position_code,
        play_index,
        event_index,
        player_id
    FROM changes
    WHERE NOT is_offensive
),
successions AS (
    SELECT
        game_pk,
        play_index,
        event_index,
        LAG(player_id) OVER (
            PARTITION BY game_pk, is_home, position_code
            ORDER BY play_index, event_index
        ) AS previous_player_id
    FROM arrivals
)
SELECT
    changes.season AS season,
    changes.game_pk AS game_pk,
    changes.game_date AS game_date,
    changes.source_captured_at AS source_captured_at,
    changes.at_bat_index AS at_bat_index,
    changes.event_index AS event_index,
    changes.inning AS inning,
    changes.half_inning AS half_inning,
    CASE WHEN changes.is_home THEN 'home' ELSE 'away' END AS side,
    CASE WHEN changes.is_home THEN changes.home_team_id ELSE changes.away_team_id END AS team_id,
    CASE
        WHEN changes.is_offensive AND changes.position_code = '11' THEN 'pinch_hitter'
        WHEN changes.is_offensive AND changes.position_code = '12' THEN 'pinch_runner'
        WHEN changes.is_offensive THEN 'offensive_substitution'
        WHEN changes.event_type = 'pitching_substitution' OR changes.position_code = '1' THEN 'pitching_change'
        ELSE changes.event_type
    END AS kind,
    changes.event_type AS event_type,
    changes.player_id AS player_id,
    COALESCE(changes.replaced_player_id, successions.previous_player_id) AS replaced_player_id,
    changes.replaced_player_id IS NOT NULL AS is_replaced_player_stated,
    successions.previous_player_id AS previous_player_id,
    changes.position_code AS position_code,
    changes.position_name AS position_name,
    changes.position_type AS position_type,
    changes.position_abbreviation AS position_abbreviation,
    changes.batting_order AS batting_order,
    changes.base AS base,
    changes.balls AS balls,
    changes.strikes AS strikes,
    changes.outs AS outs,
    changes.description AS description,
    changes.start_time AS start_time,
    changes.end_time AS end_time
FROM changes
LEFT JOIN successions
    ON successions.game_pk = changes.game_pk
    AND successions.play_index = changes.play_index
    AND successions.event_index = changes.event_index
