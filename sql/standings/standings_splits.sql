-- One row per part of a club's record in standings of a kind, as they last were: five lists of the body, one below the other.
SELECT
    COALESCE(club.season, season, club.team.season, CAST(EXTRACT(YEAR FROM club.lastUpdated) AS INT)) AS season,
    listing.standingsType AS standings_type,
    COALESCE(listing.league.id, 0) AS league_id,
    COALESCE(listing.division.id, 0) AS division_id,
    club.team.id AS team_id,
    'split' AS record_kind,
    COALESCE(split.type, '') AS record_type,
    source_captured_at,
    split.wins AS wins,
    split.losses AS losses,
    split.pct AS winning_percentage,
    CAST(NULL AS BIGINT) AS opponent_division_id,
    CAST(NULL AS BIGINT) AS opponent_league_id,
    CAST(NULL AS VARCHAR) AS opponent_name
FROM split_records
WHERE json_text(query_params, 'date') IS NULL
UNION ALL
SELECT
    COALESCE(club.season, season, club.team.season, CAST(EXTRACT(YEAR FROM club.lastUpdated) AS INT)) AS season,
    listing.standingsType AS standings_type,
    COALESCE(listing.league.id, 0) AS league_id,
    COALESCE(listing.division.id, 0) AS division_id,
    club.team.id AS team_id,
    'overall' AS record_kind,
    COALESCE(split.type, '') AS record_type,
    source_captured_at,
    split.wins AS wins,
    split.losses AS losses,
    split.pct AS winning_percentage,
    CAST(NULL AS BIGINT) AS opponent_division_id,
    CAST(NULL AS BIGINT) AS opponent_league_id,
    CAST(NULL AS VARCHAR) AS opponent_name
FROM overall_records
WHERE json_text(query_params, 'date') IS NULL
UNION ALL
SELECT
    COALESCE(club.season, season, club.team.season, CAST(EXTRACT(YEAR FROM club.lastUpdated) AS INT)) AS season,
    listing.standingsType AS standings_type,
    COALESCE(listing.league.id, 0) AS league_id,
    COALESCE(listing.division.id, 0) AS division_id,
    club.team.id AS team_id,
    'expected' AS record_kind,
    COALESCE(split.type, '') AS record_type,
    source_captured_at,
    split.wins AS wins,
    split.losses AS losses,
    split.pct AS winning_percentage,
    CAST(NULL AS BIGINT) AS opponent_division_id,
    CAST(NULL AS BIGINT) AS opponent_league_id,
    CAST(NULL AS VARCHAR) AS opponent_name
FROM expected_records
WHERE json_text(query_params, 'date') IS NULL
UNION ALL
SELECT
    COALESCE(club.season, season, club.team.season, CAST(EXTRACT(YEAR FROM club.lastUpdated) AS INT)) AS season,
    listing.standingsType AS standings_type,
    COALESCE(listing.league.id, 0) AS league_id,
    COALESCE(listing.division.id, 0) AS division_id,
    club.team.id AS team_id,
    'division' AS record_kind,
    CAST(split.division.id AS VARCHAR) AS record_type,
    source_captured_at,
    split.wins AS wins,
    split.losses AS losses,
    split.pct AS winning_percentage,
    split.division.id AS opponent_division_id,
    CAST(NULL AS BIGINT) AS opponent_league_id,
    split.division.name AS opponent_name
FROM division_records
WHERE json_text(query_params, 'date') IS NULL
UNION ALL
SELECT
    COALESCE(club.season, season, club.team.season, CAST(EXTRACT(YEAR FROM club.lastUpdated) AS INT)) AS season,
    listing.standingsType AS standings_type,
    COALESCE(listing.league.id, 0) AS league_id,
    COALESCE(listing.division.id, 0) AS division_id,
    club.team.id AS team_id,
    'league' AS record_kind,
    CAST(split.league.id AS VARCHAR) AS record_type,
    source_captured_at,
    split.wins AS wins,
    split.losses AS losses,
    split.pct AS winning_percentage,
    CAST(NULL AS BIGINT) AS opponent_division_id,
    split.league.id AS opponent_league_id,
    split.league.name AS opponent_name
FROM league_records
WHERE json_text(query_params, 'date') IS NULL
