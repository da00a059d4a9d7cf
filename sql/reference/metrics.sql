-- One row per measure.
SELECT
    entry.metricId AS metric_id,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.metricId ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.name AS name,
    entry.group AS stat_group,
    entry.unit AS unit
FROM entries
