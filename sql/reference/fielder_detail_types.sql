-- One row per credit.
SELECT
    entry.statName AS stat_name,
    entry._index AS list_index,
    source_captured_at,
    entry.code AS code,
    entry.names AS names,
    entry.chance AS is_chance,
    entry.error AS is_error
FROM entries
