-- One row per measure.
SELECT
    entry.metricId AS metric_id,
    entry._index AS list_index,
    source_captured_at,
    entry.name AS name,
    entry.group AS stat_group,
    entry.unit AS unit
FROM entries
