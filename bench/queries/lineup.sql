-- A game's line-up card, one row per player who held a batting slot: who he is and what he did.
WITH lines AS (
    SELECT
        batter_id AS batter_id,
        COUNT(*) AS appearances,
        COUNT(*) FILTER (WHERE event_type IN ('single', 'double', 'triple', 'home_run')) AS hits,
        SUM(rbi) AS rbi
    FROM game.live_game_plays
    WHERE season = $season
        AND game_pk = $game_pk
        AND is_complete
    GROUP BY batter_id
)
SELECT
    listed.side AS side,
    listed.slot AS slot,
    listed.sequence AS sequence,
    listed.full_name AS player,
    listed.position_abbreviation AS fields,
    player.bat_side_code AS bats,
    player.jersey_number AS jersey,
    COALESCE(lines.appearances, 0) AS appearances,
    COALESCE(lines.hits, 0) AS hits,
    COALESCE(lines.rbi, 0) AS rbi
FROM game.live_game_batting_order AS listed
JOIN game.live_game_players AS player
    ON player.season = listed.season
    AND player.game_pk = listed.game_pk
    AND player.side = listed.side
    AND player.player_id = listed.player_id
LEFT JOIN lines
    ON lines.batter_id = listed.player_id
WHERE listed.season = $season
    AND listed.game_pk = $game_pk
ORDER BY listed.side, listed.slot, listed.sequence
