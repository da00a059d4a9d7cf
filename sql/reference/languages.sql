-- One row per language.
SELECT
    entry.languageCode AS language_code,
    entry._index AS list_index,
    source_captured_at,
    entry.languageId AS language_id,
    entry.name AS name,
    entry.locale AS locale
FROM entries
