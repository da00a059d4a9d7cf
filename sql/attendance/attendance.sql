-- One row per club, season and kind of game.
-- What was asked for a single day is no season and no row.
SELECT
    record.year AS season,
    record.team.id AS team_id,
    COALESCE(record.gameType.id, '') AS game_type,
    source_captured_at,
    record.team.name AS team_name,
    record.gameType.description AS game_type_description,
    record.openingsTotal AS openings_total,
    record.openingsTotalHome AS openings_total_home,
    record.openingsTotalAway AS openings_total_away,
    record.openingsTotalLost AS openings_total_lost,
    record.gamesTotal AS games_total,
    record.gamesHomeTotal AS games_home_total,
    record.gamesAwayTotal AS games_away_total,
    record.attendanceTotal AS attendance_total,
    record.attendanceTotalHome AS attendance_total_home,
    record.attendanceTotalAway AS attendance_total_away,
    record.attendanceAverageHome AS attendance_average_home,
    record.attendanceAverageAway AS attendance_average_away,
    record.attendanceAverageYtd AS attendance_average_ytd,
    record.attendanceOpeningAverage AS attendance_opening_average,
    record.attendanceHigh AS attendance_high,
    record.attendanceHighDate AS attendance_high_date,
    record.attendanceHighGame.gamePk AS attendance_high_game_pk,
    record.attendanceLow AS attendance_low,
    record.attendanceLowDate AS attendance_low_date,
    record.attendanceLowGame.gamePk AS attendance_low_game_pk
FROM records
WHERE json_text(query_params, 'date') IS NULL
