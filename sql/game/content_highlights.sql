-- One row per video of a game.
-- An answer without its request tells its game in `link`: /api/v1/game/747175/content.
WITH addresses AS (
    SELECT
        capture_id,
        highlight._index AS highlight_index,
        MAX(playback.url) FILTER (WHERE playback.name = 'mp4Avc') AS mp4_url,
        MAX(playback.url) FILTER (WHERE playback.name = 'hlsCloud') AS hls_url
    FROM playbacks
    GROUP BY
        capture_id,
        highlight._index
),
about AS (
    SELECT
        capture_id,
        highlight._index AS highlight_index,
        STRING_AGG(keyword.value, ',' ORDER BY keyword._index) FILTER (WHERE keyword.type = 'player_id') AS player_ids,
        STRING_AGG(keyword.value, ',' ORDER BY keyword._index) FILTER (WHERE keyword.type = 'taxonomy') AS topics
    FROM keywords
    GROUP BY
        capture_id,
        highlight._index
)
SELECT
    COALESCE(highlights.game_pk, TRY_CAST(SPLIT_PART(highlights.document.link, '/', 5) AS BIGINT)) AS game_pk,
    COALESCE(highlights.highlight.id, '') AS highlight_id,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY highlights.capture_id, COALESCE(highlights.highlight.id, '')
            ORDER BY highlights.highlight._index
        ) - 1 AS INT
    ) AS ordinal,
    highlights.highlight._index AS highlight_index,
    highlights.source_captured_at AS source_captured_at,
    highlights.highlight.type AS item_type,
    highlights.highlight.state AS state,
    highlights.highlight.date AS published_at,
    highlights.highlight.headline AS headline,
    highlights.highlight.title AS title,
    highlights.highlight.blurb AS blurb,
    highlights.highlight.description AS description,
    highlights.highlight.slug AS slug,
    highlights.highlight.duration AS duration,
    highlights.highlight.guid AS play_id,
    highlights.highlight.mediaPlaybackId AS media_playback_id,
    highlights.highlight.noIndex AS no_index,
    highlights.highlight.image.title AS image_title,
    highlights.highlight.image.templateUrl AS image_template_url,
    addresses.mp4_url AS mp4_url,
    addresses.hls_url AS hls_url,
    about.player_ids AS player_ids,
    about.topics AS topics
FROM highlights
LEFT JOIN addresses
    ON addresses.capture_id = highlights.capture_id
    AND addresses.highlight_index = highlights.highlight._index
LEFT JOIN about
    ON about.capture_id = highlights.capture_id
    AND about.highlight_index = highlights.highlight._index
