-- One row per reason of a review.
SELECT
    entry.code AS review_type,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
