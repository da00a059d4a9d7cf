-- One row per snapshot of a game's feed.
SELECT
    game_pk,
    snapshot._index AS snapshot_index,
    source_captured_at,
    TO_CHAR(snapshot._value, '%Y%m%d_%H%M%S') AS timecode,
    snapshot._value AS snapshot_at
FROM snapshots
