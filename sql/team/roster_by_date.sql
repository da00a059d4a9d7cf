-- One row per player on a club's list of a kind as it was on a date that was asked for.
-- The API takes a date as 2024-07-04 and as 07/04/2024.
WITH dated_entries AS (
    SELECT
        capture_id,
        season,
        source_captured_at,
        json_text(query_params, 'date') AS asked_date,
        document.teamId AS team_id,
        document.rosterType AS roster_type,
        entry._index AS entry_index,
        entry.person.id AS person_id,
        entry.person.fullName AS full_name,
        entry.jerseyNumber AS jersey_number,
        entry.position.code AS position_code,
        entry.position.name AS position_name,
        entry.position.type AS position_type,
        entry.position.abbreviation AS position_abbreviation,
        entry.status.code AS status_code,
        entry.status.description AS status_description,
        entry.parentTeamId AS parent_team_id,
        entry.note AS note
    FROM entries
    WHERE document.rosterType <> 'coach'
        AND json_text(query_params, 'date') IS NOT NULL
),
entries_of_a_day AS (
    SELECT
        *,
        CASE
            WHEN asked_date LIKE '%/%/%' THEN TRY_CAST(CONCAT(
                SPLIT_PART(asked_date, '/', 3), '-',
                LPAD(SPLIT_PART(asked_date, '/', 1), 2, '0'), '-',
                LPAD(SPLIT_PART(asked_date, '/', 2), 2, '0')
            ) AS DATE)
            ELSE TRY_CAST(asked_date AS DATE)
        END AS roster_date
    FROM dated_entries
)
SELECT
    COALESCE(season, CAST(EXTRACT(YEAR FROM roster_date) AS INT)) AS season,
    team_id,
    roster_type,
    roster_date,
    person_id,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, person_id ORDER BY entry_index) AS INT) AS entry_number,
    source_captured_at,
    full_name,
    jersey_number,
    position_code,
    position_name,
    position_type,
    position_abbreviation,
    status_code,
    status_description,
    parent_team_id,
    note
FROM entries_of_a_day
