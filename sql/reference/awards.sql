-- One row per award.
SELECT
    award.id AS award_id,
    source_captured_at,
    award.name AS award_name,
    award.description AS description,
    award.sortOrder AS sort_order,
    award.active AS is_active,
    award.sport.id AS sport_id,
    award.league.id AS league_id,
    award.notes AS notes
FROM awards
WHERE award.season IS NULL
    AND award.date IS NULL
    AND award.player IS NULL
