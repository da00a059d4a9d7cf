-- One row per umpire.
-- A list of other jobs says so in `jobId`.
SELECT
    member.person.id AS umpire_id,
    source_captured_at,
    member.person.fullName AS full_name,
    member.jerseyNumber AS jersey_number,
    member.job AS job,
    member.jobId AS job_id,
    member.title AS title
FROM roster
WHERE COALESCE(member.jobId, 'UMPR') = 'UMPR'
