-- One row per decision of a finished game; a pitcher's side is the one in whose list of pitchers he stands.
WITH named AS (
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        'winner' AS decision,
        document.liveData.decisions.winner.id AS player_id,
        document.liveData.decisions.winner.fullName AS full_name
    FROM document
    UNION ALL
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        'loser' AS decision,
        document.liveData.decisions.loser.id AS player_id,
        document.liveData.decisions.loser.fullName AS full_name
    FROM document
    UNION ALL
    SELECT
        season,
        game_pk,
        game_date,
        source_captured_at,
        'save' AS decision,
        document.liveData.decisions.save.id AS player_id,
        document.liveData.decisions.save.fullName AS full_name
    FROM document
),
pitched AS (
    SELECT
        game_pk,
        pitcher._value AS player_id,
        CASE WHEN COUNT(DISTINCT team._key) = 1 THEN MIN(team._key) END AS side
    FROM box_pitchers
    GROUP BY
        game_pk,
        pitcher._value
)
SELECT
    named.season AS season,
    named.game_pk AS game_pk,
    named.game_date AS game_date,
    named.source_captured_at AS source_captured_at,
    named.decision AS decision,
    named.player_id AS player_id,
    named.full_name AS full_name,
    pitched.side AS side
FROM named
LEFT JOIN pitched
    ON pitched.game_pk = named.game_pk
    AND pitched.player_id = named.player_id
WHERE named.player_id IS NOT NULL
