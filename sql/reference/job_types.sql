-- One row per job.
SELECT
    entry.code AS job_code,
    entry._index AS list_index,
    source_captured_at,
    entry.job AS job,
    entry.sortOrder AS sort_order
FROM entries
