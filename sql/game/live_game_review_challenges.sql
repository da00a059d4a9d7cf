-- One row per review of a call: of an event, of a play as a whole, and the further reviews of either.
-- A play's own review is about what ended it: a challenge of a ball or strike (MJ) is about its last pitch.
WITH last_pitches AS (
    SELECT
        game_pk,
        play._index AS play_index,
        MAX(event._index) AS event_index
    FROM events
    WHERE event.isPitch
    GROUP BY
        game_pk,
        play._index
),
reviewed AS (
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
        event.reviewDetails.reviewType AS review_type,
        event.reviewDetails.isOverturned AS is_overturned,
        event.reviewDetails.inProgress AS in_progress,
        event.reviewDetails.challengeTeamId AS challenge_team_id,
        event.reviewDetails.player.id AS player_id,
        event.reviewDetails.player.fullName AS player_full_name,
        event.reviewDetails.additionalReviews AS additional
    FROM events
    WHERE event.reviewDetails IS NOT NULL
    UNION ALL
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        play._index AS play_index,
        CAST(NULL AS INT) AS event_index,
        play.about.atBatIndex AS at_bat_index,
        play.about.inning AS inning,
        play.about.halfInning AS half_inning,
        document.gameData.teams.home.id AS home_team_id,
        document.gameData.teams.away.id AS away_team_id,
        play.reviewDetails.reviewType AS review_type,
        play.reviewDetails.isOverturned AS is_overturned,
        play.reviewDetails.inProgress AS in_progress,
        play.reviewDetails.challengeTeamId AS challenge_team_id,
        play.reviewDetails.player.id AS player_id,
        play.reviewDetails.player.fullName AS player_full_name,
        play.reviewDetails.additionalReviews AS additional
    FROM plays
    WHERE play.reviewDetails IS NOT NULL
),
further AS (
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        play_index,
        event_index,
        at_bat_index,
        inning,
        half_inning,
        home_team_id,
        away_team_id,
        UNNEST(
            json_parse(
                '{"reviews": ' || additional || '}',
                '$.reviews',
                '[{reviewType: string, isOverturned: boolean, inProgress: boolean, challengeTeamId: bigint, player: {id: bigint, fullName: string}}]'
            )
        ) AS review
    FROM reviewed
    WHERE additional IS NOT NULL
),
reviews AS (
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        play_index,
        event_index,
        CAST(NULL AS INT) AS additional_index,
        at_bat_index,
        inning,
        half_inning,
        home_team_id,
        away_team_id,
        review_type,
        is_overturned,
        in_progress,
        challenge_team_id,
        player_id,
        player_full_name
    FROM reviewed
    UNION ALL
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        play_index,
        event_index,
        review._index AS additional_index,
        at_bat_index,
        inning,
        half_inning,
        home_team_id,
        away_team_id,
        review.reviewType AS review_type,
        review.isOverturned AS is_overturned,
        review.inProgress AS in_progress,
        review.challengeTeamId AS challenge_team_id,
        review.player.id AS player_id,
        review.player.fullName AS player_full_name
    FROM further
)
SELECT
    reviews.season AS season,
    reviews.game_pk AS game_pk,
    reviews.game_date AS game_date,
    reviews.source_captured_at AS source_captured_at,
    reviews.at_bat_index AS at_bat_index,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY reviews.game_pk, reviews.play_index
            ORDER BY reviews.event_index NULLS LAST, reviews.additional_index NULLS FIRST
        ) - 1 AS INT
    ) AS review_index,
    reviews.event_index AS event_index,
    CASE
        WHEN reviews.review_type = 'MJ' THEN COALESCE(reviews.event_index, last_pitches.event_index)
    END AS pitch_event_index,
    reviews.additional_index AS additional_index,
    reviews.inning AS inning,
    reviews.half_inning AS half_inning,
    CASE
        WHEN reviews.review_type = 'MJ' THEN 'pitch_challenge'
        WHEN reviews.challenge_team_id IS NOT NULL THEN 'club_challenge'
        ELSE 'umpire_review'
    END AS kind,
    reviews.review_type AS review_type,
    reviews.is_overturned AS is_overturned,
    reviews.in_progress AS in_progress,
    reviews.challenge_team_id AS challenge_team_id,
    CASE reviews.challenge_team_id
        WHEN reviews.home_team_id THEN 'home'
        WHEN reviews.away_team_id THEN 'away'
    END AS challenge_side,
    reviews.player_id AS player_id,
    reviews.player_full_name AS player_full_name
FROM reviews
LEFT JOIN last_pitches
    ON last_pitches.game_pk = reviews.game_pk
    AND last_pitches.play_index = reviews.play_index
