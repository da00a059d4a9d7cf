-- One row per plate appearance that the feed lists in an inning. A number without a play is left out.
WITH listed AS (
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        play_inning._index AS inning_index,
        'top' AS half_inning,
        top_play._index AS list_index,
        top_play._value AS at_bat_index,
        play_inning.startIndex AS start_index,
        play_inning.endIndex AS end_index
    FROM top_plays
    UNION ALL
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        play_inning._index AS inning_index,
        'bottom' AS half_inning,
        bottom_play._index AS list_index,
        bottom_play._value AS at_bat_index,
        play_inning.startIndex AS start_index,
        play_inning.endIndex AS end_index
    FROM bottom_plays
)
SELECT
    listed.season AS season,
    listed.game_pk AS game_pk,
    listed.game_date AS game_date,
    listed.source_captured_at AS source_captured_at,
    CAST(listed.inning_index + 1 AS INT) AS inning,
    listed.half_inning AS half_inning,
    listed.list_index AS list_index,
    listed.at_bat_index AS at_bat_index,
    listed.start_index AS start_index,
    listed.end_index AS end_index
FROM listed
WHERE EXISTS (
    SELECT 1
    FROM plays
    WHERE plays.game_pk = listed.game_pk
        AND plays.play.about.atBatIndex = listed.at_bat_index
)
