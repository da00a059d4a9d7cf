-- The nine starters of the home club in batting order, one row per game and slot.
-- Who took their places later is in game.live_game_batting_order (sequence above 0).
SELECT
    season,
    game_pk,
    game_date,
    slot,
    player_id,
    full_name,
    team_id,
    position_code,
    position_name,
    position_abbreviation
FROM game.live_game_batting_order
WHERE side = 'home'
    AND is_starter
