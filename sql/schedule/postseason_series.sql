-- One row per series of a post-season. Its season stands at its games, or in the request.
WITH series_seasons AS (
    SELECT
        capture_id,
        entry._index AS series_index,
        MAX(game.season) AS season
    FROM series_games
    GROUP BY capture_id, entry._index
)
SELECT
    COALESCE(series_seasons.season, series.season) AS season,
    COALESCE(TRY_CAST(json_text(series.query_params, 'sportId') AS BIGINT), 1) AS sport_id,
    series.entry.series.id AS series_id,
    series.source_captured_at AS source_captured_at,
    series.entry.series.gameType AS game_type,
    series.entry.series.sortNumber AS sort_number,
    series.entry.sortOrder AS sort_order,
    series.entry.series.isDefault AS is_default,
    series.entry.totalItems AS total_items,
    series.entry.totalGames AS total_games,
    series.entry.totalGamesInProgress AS total_games_in_progress
FROM series
LEFT JOIN series_seasons
    ON series_seasons.capture_id = series.capture_id
    AND series_seasons.series_index = series.entry._index
