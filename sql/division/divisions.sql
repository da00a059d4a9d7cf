-- One row per division and season.
SELECT
    COALESCE(division.season, season, CAST(EXTRACT(YEAR FROM source_captured_at) AS INT)) AS season,
    division.id AS division_id,
    source_captured_at,
    division.name AS name,
    division.nameShort AS name_short,
    division.abbreviation AS abbreviation,
    division.league.id AS league_id,
    division.sport.id AS sport_id,
    division.hasWildcard AS has_wildcard,
    division.numPlayoffTeams AS num_playoff_teams,
    division.sortOrder AS sort_order,
    division.active AS is_active
FROM divisions
