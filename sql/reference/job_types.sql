-- One row per job.
SELECT
    entry.code AS job_code,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.code ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.job AS job,
    entry.sortOrder AS sort_order
FROM entries
