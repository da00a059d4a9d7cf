-- One row per level of play.
SELECT
    sport.id AS sport_id,
    source_captured_at,
    sport.code AS code,
    sport.name AS name,
    sport.abbreviation AS abbreviation,
    sport.sortOrder AS sort_order,
    sport.activeStatus AS is_active
FROM sports
