-- One row per coach of a club in a season and job, as it last stood. Answers as of a date are no rows:
-- one of June, asked for in August, would take the place of August's.
SELECT
    COALESCE(season, CAST(EXTRACT(YEAR FROM source_captured_at) AS INT)) AS season,
    document.teamId AS team_id,
    document.rosterType AS roster_type,
    entry.person.id AS person_id,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.person.id ORDER BY entry._index) AS INT) AS entry_number,
    source_captured_at,
    entry.person.fullName AS full_name,
    entry.jerseyNumber AS jersey_number,
    entry.job AS job,
    entry.jobId AS job_id,
    entry.title AS title
FROM entries
WHERE document.rosterType = 'coach'
    AND json_text(query_params, 'date') IS NULL
