-- The players on the bench of the home club at the capture, one row per game and player.
SELECT
    listed.season AS season,
    listed.game_pk AS game_pk,
    listed.game_date AS game_date,
    listed.list_index AS list_index,
    listed.player_id AS player_id,
    players.full_name AS full_name,
    listed.team_id AS team_id,
    players.jersey_number AS jersey_number,
    players.pitch_hand_code AS pitch_hand_code,
    players.bat_side_code AS bat_side_code,
    players.position_abbreviation AS position_abbreviation
FROM game.live_game_bench AS listed
LEFT JOIN game.live_game_players AS players
    ON players.season = listed.season
    AND players.game_pk = listed.game_pk
    AND players.side = listed.side
    AND players.player_id = listed.player_id
WHERE listed.side = 'home'
