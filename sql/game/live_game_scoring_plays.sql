-- One row per plate appearance that the feed lists as a scoring play, with the runs that scored in it.
WITH listed AS (
    SELECT
        game_pk,
        scoring_play._value AS at_bat_index,
        scoring_play._index AS scoring_index
    FROM scoring
),
runs_by_play AS (
    SELECT
        game_pk,
        play.about.atBatIndex AS at_bat_index,
        COUNT(*) AS runs
    FROM runners
    WHERE runner.movement.end = 'score'
    GROUP BY
        game_pk,
        play.about.atBatIndex
)
SELECT
    plays.season AS season,
    plays.game_pk AS game_pk,
    plays.game_date AS game_date,
    plays.source_captured_at AS source_captured_at,
    listed.at_bat_index AS at_bat_index,
    listed.scoring_index AS scoring_index,
    plays.play.about.inning AS inning,
    plays.play.about.halfInning AS half_inning,
    plays.play.result.event AS event,
    plays.play.result.eventType AS event_type,
    plays.play.result.description AS description,
    plays.play.result.rbi AS rbi,
    CAST(COALESCE(runs_by_play.runs, 0) AS INT) AS runs_scored,
    plays.play.result.awayScore AS away_score,
    plays.play.result.homeScore AS home_score,
    plays.play.matchup.batter.id AS batter_id,
    plays.play.matchup.pitcher.id AS pitcher_id
FROM listed
JOIN plays
    ON plays.game_pk = listed.game_pk
    AND plays.play.about.atBatIndex = listed.at_bat_index
LEFT JOIN runs_by_play
    ON runs_by_play.game_pk = listed.game_pk
    AND runs_by_play.at_bat_index = listed.at_bat_index
