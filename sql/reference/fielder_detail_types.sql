-- One row per credit.
SELECT
    entry.statName AS stat_name,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.statName ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.code AS code,
    entry.names AS names,
    entry.chance AS is_chance,
    entry.error AS is_error
FROM entries
