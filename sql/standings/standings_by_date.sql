-- One row per club in standings of a kind as they were on a date that was asked for.
-- The API takes a date as 2024-07-04 and as 07/04/2024. Games behind are read as in standings.standings.
WITH clubs AS (
    SELECT
        json_text(query_params, 'date') AS asked_date,
        COALESCE(club.season, season, club.team.season, CAST(EXTRACT(YEAR FROM club.lastUpdated) AS INT)) AS season,
        listing.standingsType AS standings_type,
        COALESCE(listing.league.id, 0) AS league_id,
        COALESCE(listing.division.id, 0) AS division_id,
        club.team.id AS team_id,
        source_captured_at,
        club.team.name AS team_name,
        listing.sport.id AS sport_id,
        club.gamesPlayed AS games_played,
        club.wins AS wins,
        club.losses AS losses,
        club.leagueRecord.ties AS ties,
        club.winningPercentage AS winning_percentage,
        club.runsScored AS runs_scored,
        club.runsAllowed AS runs_allowed,
        club.runDifferential AS run_differential,
        club.streak.streakCode AS streak_code,
        club.streak.streakType AS streak_type,
        club.streak.streakNumber AS streak_number,
        club.divisionRank AS division_rank,
        club.leagueRank AS league_rank,
        club.sportRank AS sport_rank,
        club.springLeagueRank AS spring_league_rank,
        club.wildCardRank AS wild_card_rank,
        CASE
            WHEN club.gamesBack = '-' AND (listing.standingsType <> 'springTraining' OR club.divisionRank = 1) THEN 0.0
            WHEN club.gamesBack LIKE '+%' THEN -TRY_CAST(SUBSTR(club.gamesBack, 2) AS DOUBLE)
            ELSE TRY_CAST(club.gamesBack AS DOUBLE)
        END AS games_back,
        CASE
            WHEN club.divisionGamesBack = '-' AND (listing.standingsType <> 'springTraining' OR club.divisionRank = 1) THEN 0.0
            WHEN club.divisionGamesBack LIKE '+%' THEN -TRY_CAST(SUBSTR(club.divisionGamesBack, 2) AS DOUBLE)
            ELSE TRY_CAST(club.divisionGamesBack AS DOUBLE)
        END AS division_games_back,
        CASE
            WHEN club.leagueGamesBack = '-' AND (listing.standingsType <> 'springTraining' OR club.leagueRank = 1) THEN 0.0
            WHEN club.leagueGamesBack LIKE '+%' THEN -TRY_CAST(SUBSTR(club.leagueGamesBack, 2) AS DOUBLE)
            ELSE TRY_CAST(club.leagueGamesBack AS DOUBLE)
        END AS league_games_back,
        CASE
            WHEN club.sportGamesBack = '-' AND club.sportRank IS NOT NULL THEN 0.0
            WHEN club.sportGamesBack LIKE '+%' THEN -TRY_CAST(SUBSTR(club.sportGamesBack, 2) AS DOUBLE)
            ELSE TRY_CAST(club.sportGamesBack AS DOUBLE)
        END AS sport_games_back,
        CASE
            WHEN club.springLeagueGamesBack = '-' AND club.springLeagueRank IS NOT NULL THEN 0.0
            WHEN club.springLeagueGamesBack LIKE '+%' THEN -TRY_CAST(SUBSTR(club.springLeagueGamesBack, 2) AS DOUBLE)
            ELSE TRY_CAST(club.springLeagueGamesBack AS DOUBLE)
        END AS spring_league_games_back,
        CASE
            WHEN club.wildCardGamesBack = '-' AND listing.standingsType <> 'springTraining' AND club.wildCardRank IS NOT NULL THEN 0.0
            WHEN club.wildCardGamesBack LIKE '+%' THEN -TRY_CAST(SUBSTR(club.wildCardGamesBack, 2) AS DOUBLE)
            ELSE TRY_CAST(club.wildCardGamesBack AS DOUBLE)
        END AS wild_card_games_back
    FROM team_records
    WHERE json_text(query_params, 'date') IS NOT NULL
)
SELECT
    season,
    standings_type,
    CASE
        WHEN asked_date LIKE '%/%/%' THEN TRY_CAST(CONCAT(
            SPLIT_PART(asked_date, '/', 3), '-',
            LPAD(SPLIT_PART(asked_date, '/', 1), 2, '0'), '-',
            LPAD(SPLIT_PART(asked_date, '/', 2), 2, '0')
        ) AS DATE)
        ELSE TRY_CAST(asked_date AS DATE)
    END AS standings_date,
    league_id,
    division_id,
    team_id,
    source_captured_at,
    team_name,
    sport_id,
    games_played,
    wins,
    losses,
    ties,
    winning_percentage,
    runs_scored,
    runs_allowed,
    run_differential,
    streak_code,
    streak_type,
    streak_number,
    division_rank,
    league_rank,
    sport_rank,
    spring_league_rank,
    wild_card_rank,
    games_back,
    division_games_back,
    league_games_back,
    sport_games_back,
    spring_league_games_back,
    wild_card_games_back
FROM clubs
