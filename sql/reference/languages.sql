-- One row per language.
SELECT
    entry.languageCode AS language_code,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.languageCode ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.languageId AS language_id,
    entry.name AS name,
    entry.locale AS locale
FROM entries
