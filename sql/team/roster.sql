-- One row per player on a club's list of a kind in a season, as it last stood.
-- Coaches have a table of their own, and answers as of a date too.
SELECT
    COALESCE(season, CAST(EXTRACT(YEAR FROM source_captured_at) AS INT)) AS season,
    document.teamId AS team_id,
    document.rosterType AS roster_type,
    entry.person.id AS person_id,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.person.id ORDER BY entry._index) AS INT) AS entry_number,
    source_captured_at,
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
    AND json_text(query_params, 'date') IS NULL
