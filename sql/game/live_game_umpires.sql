-- One row per umpire.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    official.officialType AS position,
    official.official.id AS umpire_id,
    official.official.fullName AS umpire_full_name,
    official._index AS list_index
FROM officials
