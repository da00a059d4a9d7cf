-- One row per player whom the feed names among the best of the game; his side is the one in whose boxscore he stands.
WITH sides AS (
    SELECT
        game_pk,
        player.person.id AS player_id,
        CASE WHEN COUNT(DISTINCT team._key) = 1 THEN MIN(team._key) END AS side
    FROM box_players
    GROUP BY
        game_pk,
        player.person.id
)
SELECT
    performers.season AS season,
    performers.game_pk AS game_pk,
    performers.game_date AS game_date,
    performers.source_captured_at AS source_captured_at,
    performers.performer._index AS list_index,
    performers.performer.type AS type,
    performers.performer.player.person.id AS player_id,
    performers.performer.player.person.fullName AS full_name,
    sides.side AS side,
    performers.performer.player.position.code AS position_code,
    performers.performer.player.position.name AS position_name,
    performers.performer.player.position.type AS position_type,
    performers.performer.player.position.abbreviation AS position_abbreviation,
    performers.performer.player.battingOrder AS batting_order,
    performers.performer.gameScore AS game_score,
    performers.performer.hittingGameScore AS hitting_game_score,
    performers.performer.pitchingGameScore AS pitching_game_score,
    performers.performer.player.stats.batting.summary AS batting_summary,
    performers.performer.player.stats.pitching.summary AS pitching_summary
FROM performers
LEFT JOIN sides
    ON sides.game_pk = performers.game_pk
    AND sides.player_id = performers.performer.player.person.id
