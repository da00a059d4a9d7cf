-- One row per side, always both, also where the feed has no score yet.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    'home' AS side,
    document.gameData.teams.home.id AS team_id,
    document.liveData.linescore.teams.home.runs AS runs,
    document.liveData.linescore.teams.home.hits AS hits,
    document.liveData.linescore.teams.home.errors AS errors,
    document.liveData.linescore.teams.home.leftOnBase AS left_on_base
FROM document
UNION ALL
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    'away' AS side,
    document.gameData.teams.away.id AS team_id,
    document.liveData.linescore.teams.away.runs AS runs,
    document.liveData.linescore.teams.away.hits AS hits,
    document.liveData.linescore.teams.away.errors AS errors,
    document.liveData.linescore.teams.away.leftOnBase AS left_on_base
FROM document
