-- One row per club in standings of a kind, as they last were; standings as of a date have a table of their own.
-- Games behind: `-` is 0 for who leads or stands level, NULL where there is no race, `+3.0` is -3 (see the mapping).
-- A club's record by kind of game is a list, turned into two columns a kind here; standings.standings_splits has all of it.
WITH clubs AS (
    SELECT
        capture_id,
        listing._index AS listing_index,
        club._index AS club_index,
        COALESCE(club.season, season, club.team.season, CAST(EXTRACT(YEAR FROM club.lastUpdated) AS INT)) AS season,
        listing.standingsType AS standings_type,
        COALESCE(listing.league.id, 0) AS league_id,
        COALESCE(listing.division.id, 0) AS division_id,
        club.team.id AS team_id,
        source_captured_at,
        club.lastUpdated AS last_updated_at,
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
        END AS wild_card_games_back,
        CASE club.eliminationNumber
            WHEN 'E' THEN CAST(0 AS INT)
            ELSE TRY_CAST(club.eliminationNumber AS INT)
        END AS elimination_number,
        CASE club.wildCardEliminationNumber
            WHEN 'E' THEN CAST(0 AS INT)
            ELSE TRY_CAST(club.wildCardEliminationNumber AS INT)
        END AS wild_card_elimination_number,
        TRY_CAST(club.magicNumber AS INT) AS magic_number,
        club.eliminationNumber = 'E' AS is_eliminated,
        club.wildCardEliminationNumber = 'E' AS is_wild_card_eliminated,
        club.clinchIndicator AS clinch_indicator,
        club.clinched AS is_clinched,
        club.divisionChamp AS is_division_champion,
        club.divisionLeader AS is_division_leader,
        club.wildCardLeader AS is_wild_card_leader,
        club.hasWildcard AS has_wildcard
    FROM team_records
    WHERE json_text(query_params, 'date') IS NULL
),
splits_by_club AS (
    SELECT
        capture_id,
        listing._index AS listing_index,
        club._index AS club_index,
        MAX(CASE WHEN split.type = 'home' THEN split.wins END) AS home_wins,
        MAX(CASE WHEN split.type = 'home' THEN split.losses END) AS home_losses,
        MAX(CASE WHEN split.type = 'away' THEN split.wins END) AS away_wins,
        MAX(CASE WHEN split.type = 'away' THEN split.losses END) AS away_losses,
        MAX(CASE WHEN split.type = 'lastTen' THEN split.wins END) AS last_ten_wins,
        MAX(CASE WHEN split.type = 'lastTen' THEN split.losses END) AS last_ten_losses,
        MAX(CASE WHEN split.type = 'oneRun' THEN split.wins END) AS one_run_wins,
        MAX(CASE WHEN split.type = 'oneRun' THEN split.losses END) AS one_run_losses,
        MAX(CASE WHEN split.type = 'extraInning' THEN split.wins END) AS extra_inning_wins,
        MAX(CASE WHEN split.type = 'extraInning' THEN split.losses END) AS extra_inning_losses,
        MAX(CASE WHEN split.type = 'day' THEN split.wins END) AS day_wins,
        MAX(CASE WHEN split.type = 'day' THEN split.losses END) AS day_losses,
        MAX(CASE WHEN split.type = 'night' THEN split.wins END) AS night_wins,
        MAX(CASE WHEN split.type = 'night' THEN split.losses END) AS night_losses,
        MAX(CASE WHEN split.type = 'grass' THEN split.wins END) AS grass_wins,
        MAX(CASE WHEN split.type = 'grass' THEN split.losses END) AS grass_losses,
        MAX(CASE WHEN split.type = 'turf' THEN split.wins END) AS turf_wins,
        MAX(CASE WHEN split.type = 'turf' THEN split.losses END) AS turf_losses,
        MAX(CASE WHEN split.type = 'left' THEN split.wins END) AS left_wins,
        MAX(CASE WHEN split.type = 'left' THEN split.losses END) AS left_losses,
        MAX(CASE WHEN split.type = 'leftHome' THEN split.wins END) AS left_home_wins,
        MAX(CASE WHEN split.type = 'leftHome' THEN split.losses END) AS left_home_losses,
        MAX(CASE WHEN split.type = 'leftAway' THEN split.wins END) AS left_away_wins,
        MAX(CASE WHEN split.type = 'leftAway' THEN split.losses END) AS left_away_losses,
        MAX(CASE WHEN split.type = 'right' THEN split.wins END) AS right_wins,
        MAX(CASE WHEN split.type = 'right' THEN split.losses END) AS right_losses,
        MAX(CASE WHEN split.type = 'rightHome' THEN split.wins END) AS right_home_wins,
        MAX(CASE WHEN split.type = 'rightHome' THEN split.losses END) AS right_home_losses,
        MAX(CASE WHEN split.type = 'rightAway' THEN split.wins END) AS right_away_wins,
        MAX(CASE WHEN split.type = 'rightAway' THEN split.losses END) AS right_away_losses,
        MAX(CASE WHEN split.type = 'winners' THEN split.wins END) AS winners_wins,
        MAX(CASE WHEN split.type = 'winners' THEN split.losses END) AS winners_losses
    FROM split_records
    GROUP BY capture_id, listing._index, club._index
),
expected_by_club AS (
    SELECT
        capture_id,
        listing._index AS listing_index,
        club._index AS club_index,
        MAX(CASE WHEN split.type = 'xWinLoss' THEN split.wins END) AS expected_wins,
        MAX(CASE WHEN split.type = 'xWinLoss' THEN split.losses END) AS expected_losses,
        MAX(CASE WHEN split.type = 'xWinLossSeason' THEN split.wins END) AS expected_season_wins,
        MAX(CASE WHEN split.type = 'xWinLossSeason' THEN split.losses END) AS expected_season_losses
    FROM expected_records
    GROUP BY capture_id, listing._index, club._index
)
SELECT
    clubs.season AS season,
    clubs.standings_type AS standings_type,
    clubs.league_id AS league_id,
    clubs.division_id AS division_id,
    clubs.team_id AS team_id,
    clubs.source_captured_at AS source_captured_at,
    clubs.team_name AS team_name,
    clubs.sport_id AS sport_id,
    clubs.last_updated_at AS last_updated_at,
    clubs.games_played AS games_played,
    clubs.wins AS wins,
    clubs.losses AS losses,
    clubs.ties AS ties,
    clubs.winning_percentage AS winning_percentage,
    clubs.runs_scored AS runs_scored,
    clubs.runs_allowed AS runs_allowed,
    clubs.run_differential AS run_differential,
    clubs.streak_code AS streak_code,
    clubs.streak_type AS streak_type,
    clubs.streak_number AS streak_number,
    clubs.division_rank AS division_rank,
    clubs.league_rank AS league_rank,
    clubs.sport_rank AS sport_rank,
    clubs.spring_league_rank AS spring_league_rank,
    clubs.wild_card_rank AS wild_card_rank,
    clubs.games_back AS games_back,
    clubs.division_games_back AS division_games_back,
    clubs.league_games_back AS league_games_back,
    clubs.sport_games_back AS sport_games_back,
    clubs.spring_league_games_back AS spring_league_games_back,
    clubs.wild_card_games_back AS wild_card_games_back,
    clubs.elimination_number AS elimination_number,
    clubs.wild_card_elimination_number AS wild_card_elimination_number,
    clubs.magic_number AS magic_number,
    clubs.is_eliminated AS is_eliminated,
    clubs.is_wild_card_eliminated AS is_wild_card_eliminated,
    clubs.clinch_indicator AS clinch_indicator,
    clubs.is_clinched AS is_clinched,
    clubs.is_division_champion AS is_division_champion,
    clubs.is_division_leader AS is_division_leader,
    clubs.is_wild_card_leader AS is_wild_card_leader,
    clubs.has_wildcard AS has_wildcard,
    splits_by_club.home_wins AS home_wins,
    splits_by_club.home_losses AS home_losses,
    splits_by_club.away_wins AS away_wins,
    splits_by_club.away_losses AS away_losses,
    splits_by_club.last_ten_wins AS last_ten_wins,
    splits_by_club.last_ten_losses AS last_ten_losses,
    splits_by_club.one_run_wins AS one_run_wins,
    splits_by_club.one_run_losses AS one_run_losses,
    splits_by_club.extra_inning_wins AS extra_inning_wins,
    splits_by_club.extra_inning_losses AS extra_inning_losses,
    splits_by_club.day_wins AS day_wins,
    splits_by_club.day_losses AS day_losses,
    splits_by_club.night_wins AS night_wins,
    splits_by_club.night_losses AS night_losses,
    splits_by_club.grass_wins AS grass_wins,
    splits_by_club.grass_losses AS grass_losses,
    splits_by_club.turf_wins AS turf_wins,
    splits_by_club.turf_losses AS turf_losses,
    splits_by_club.left_wins AS left_wins,
    splits_by_club.left_losses AS left_losses,
    splits_by_club.left_home_wins AS left_home_wins,
    splits_by_club.left_home_losses AS left_home_losses,
    splits_by_club.left_away_wins AS left_away_wins,
    splits_by_club.left_away_losses AS left_away_losses,
    splits_by_club.right_wins AS right_wins,
    splits_by_club.right_losses AS right_losses,
    splits_by_club.right_home_wins AS right_home_wins,
    splits_by_club.right_home_losses AS right_home_losses,
    splits_by_club.right_away_wins AS right_away_wins,
    splits_by_club.right_away_losses AS right_away_losses,
    splits_by_club.winners_wins AS winners_wins,
    splits_by_club.winners_losses AS winners_losses,
    expected_by_club.expected_wins AS expected_wins,
    expected_by_club.expected_losses AS expected_losses,
    expected_by_club.expected_season_wins AS expected_season_wins,
    expected_by_club.expected_season_losses AS expected_season_losses
FROM clubs
LEFT JOIN splits_by_club
    ON splits_by_club.capture_id = clubs.capture_id
    AND splits_by_club.listing_index = clubs.listing_index
    AND splits_by_club.club_index = clubs.club_index
LEFT JOIN expected_by_club
    ON expected_by_club.capture_id = clubs.capture_id
    AND expected_by_club.listing_index = clubs.listing_index
    AND expected_by_club.club_index = clubs.club_index
