-- The games that the schedule lists for today, one row per game. Today is the date in New York at the moment of the query, as the
-- league counts its days; a game that runs past midnight there is one of yesterday's.
-- The moment passes through UTC twice because DataFusion's CURRENT_TIMESTAMP has no time zone and PostgreSQL's has one:
-- whichever it is, the first step makes it the time in UTC, and the second a moment again.
SELECT
    season,
    schedule_date,
    game_pk,
    game_date,
    game_type,
    scheduled_at,
    start_time_tbd,
    away_team_id,
    away_team_name,
    away_score,
    away_wins,
    away_losses,
    home_team_id,
    home_team_name,
    home_score,
    home_wins,
    home_losses,
    abstract_game_state,
    coded_game_state,
    detailed_state,
    status_code,
    status_reason,
    venue_id,
    venue_name,
    double_header,
    game_number,
    series_description,
    series_game_number,
    games_in_series,
    description,
    reschedule_date,
    resume_date,
    source_captured_at
FROM schedule.games
WHERE schedule_date = CAST(
    ((CURRENT_TIMESTAMP AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') AT TIME ZONE 'America/New_York' AS DATE
)
