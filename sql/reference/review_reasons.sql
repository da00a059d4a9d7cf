-- One row per reason of a review.
SELECT
    entry.code AS review_type,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.code ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description
FROM entries
