-- One row per side whose starting pitcher was announced.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    'home' AS side,
    document.gameData.probablePitchers.home.id AS player_id,
    document.gameData.probablePitchers.home.fullName AS full_name,
    document.gameData.teams.home.id AS team_id
FROM document
WHERE document.gameData.probablePitchers.home.id IS NOT NULL
UNION ALL
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    'away' AS side,
    document.gameData.probablePitchers.away.id AS player_id,
    document.gameData.probablePitchers.away.fullName AS full_name,
    document.gameData.teams.away.id AS team_id
FROM document
WHERE document.gameData.probablePitchers.away.id IS NOT NULL
