-- One row per result of a pitch.
SELECT
    entry.code AS pitch_code,
    CAST(ROW_NUMBER() OVER (PARTITION BY capture_id, entry.code ORDER BY entry._index) - 1 AS INT) AS ordinal,
    entry._index AS list_index,
    source_captured_at,
    entry.description AS description,
    entry.swingStatus AS is_swing,
    entry.swingMissStatus AS is_swing_and_miss,
    entry.swingContactStatus AS is_swing_contact,
    entry.contactStatus AS is_contact,
    entry.buntAttemptStatus AS is_bunt_attempt,
    entry.strikeStatus AS is_strike,
    entry.ballStatus AS is_ball,
    entry.pitchStatus AS is_pitch,
    entry.pitchResultText AS pitch_result_text,
    entry.sortOrder AS sort_order
FROM entries
