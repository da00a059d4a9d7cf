-- One row per award that somebody received.
SELECT
    CAST(COALESCE(award.season, EXTRACT(YEAR FROM award.date)) AS INT) AS season,
    award.id AS award_id,
    COALESCE(award.player.id, 0) AS player_id,
    COALESCE(award.team.id, 0) AS team_id,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY
                capture_id,
                CAST(COALESCE(award.season, EXTRACT(YEAR FROM award.date)) AS INT),
                award.id,
                award.player.id,
                award.team.id
            ORDER BY award.date, award._index
        ) - 1 AS INT
    ) AS ordinal,
    source_captured_at,
    award.name AS award_name,
    award.date AS award_date,
    award.player.nameFirstLast AS player_name,
    award.player.primaryPosition.code AS primary_position_code,
    award.player.primaryPosition.name AS primary_position_name,
    award.player.primaryPosition.type AS primary_position_type,
    award.player.primaryPosition.abbreviation AS primary_position_abbreviation,
    award.votes AS votes,
    award.notes AS notes
FROM awards
WHERE award.season IS NOT NULL
    OR award.date IS NOT NULL
    OR award.player IS NOT NULL
