-- One row per date with games, from answers about whole dates of the major leagues: another answer counts its own games only.
SELECT
    day.date AS schedule_date,
    source_captured_at,
    day.totalItems AS total_items,
    day.totalEvents AS total_events,
    day.totalGames AS total_games,
    day.totalGamesInProgress AS total_games_in_progress
FROM dates
WHERE COALESCE(json_text(query_params, 'sportId'), '1') = '1'
    AND COALESCE(json_text(path_params, 'scheduleType'), 'games') = 'games'
    AND json_text(query_params, 'seriesNumber') IS NULL
    AND json_text(query_params, 'teamId') IS NULL
    AND json_text(query_params, 'opponentId') IS NULL
    AND json_text(query_params, 'leagueId') IS NULL
    AND json_text(query_params, 'gamePk') IS NULL
    AND json_text(query_params, 'gamePks') IS NULL
    AND json_text(query_params, 'gameType') IS NULL
    AND json_text(query_params, 'gameTypes') IS NULL
    AND json_text(query_params, 'venueIds') IS NULL
    AND json_text(query_params, 'performerIds') IS NULL
    AND json_text(query_params, 'eventIds') IS NULL
    AND json_text(query_params, 'eventTypes') IS NULL
    AND json_text(query_params, 'scheduleEventTypes') IS NULL
    AND json_text(query_params, 'scheduleTypes') IS NULL
    AND json_text(query_params, 'calendarTypes') IS NULL
    AND json_text(query_params, 'publicFacing') IS NULL
    AND json_text(query_params, 'useLatestGames') IS NULL
    AND json_text(query_params, 'timecode') IS NULL
    AND json_text(query_params, 'fields') IS NULL
