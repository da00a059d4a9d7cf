-- A club's games and how they ended, one row per game and club: those to come, too, without a result. A game that was moved is shown
-- on the date that it counts for. Names and abbreviations are those of the club in that season.
-- A view is of the schema whose table it names first: this one of the clubs'.
WITH clubs AS (
    SELECT
        season,
        team_id,
        name,
        abbreviation
    FROM team.team
),
counted_games AS (
    SELECT
        season,
        game_pk,
        game_date,
        game_type,
        scheduled_at,
        double_header,
        game_number,
        home_team_id,
        home_team_name,
        home_score,
        home_wins,
        home_losses,
        away_team_id,
        away_team_name,
        away_score,
        away_wins,
        away_losses,
        venue_id,
        venue_name,
        abstract_game_state,
        coded_game_state,
        detailed_state,
        abstract_game_state = 'Final' AND coded_game_state NOT IN ('C', 'D') AS is_over,
        series_description,
        series_game_number,
        description
    FROM schedule.games
    WHERE schedule_date = game_date
        AND ((coded_game_state IS DISTINCT FROM 'D') OR reschedule_at IS NULL)
),
sides AS (
    SELECT
        season,
        game_pk,
        game_date,
        game_type,
        scheduled_at,
        double_header,
        game_number,
        TRUE AS is_home,
        home_team_id AS team_id,
        home_team_name AS listed_name,
        home_score AS runs_scored,
        away_score AS runs_allowed,
        home_wins AS wins,
        home_losses AS losses,
        away_team_id AS opponent_id,
        away_team_name AS opponent_listed_name,
        venue_id,
        venue_name,
        abstract_game_state,
        coded_game_state,
        detailed_state,
        is_over,
        series_description,
        series_game_number,
        description
    FROM counted_games
    UNION ALL
    SELECT
        season,
        game_pk,
        game_date,
        game_type,
        scheduled_at,
        double_header,
        game_number,
        FALSE AS is_home,
        away_team_id AS team_id,
        away_team_name AS listed_name,
        away_score AS runs_scored,
        home_score AS runs_allowed,
        away_wins AS wins,
        away_losses AS losses,
        home_team_id AS opponent_id,
        home_team_name AS opponent_listed_name,
        venue_id,
        venue_name,
        abstract_game_state,
        coded_game_state,
        detailed_state,
        is_over,
        series_description,
        series_game_number,
        description
    FROM counted_games
)
SELECT
    sides.season AS season,
    sides.team_id AS team_id,
    COALESCE(clubs.name, sides.listed_name) AS team_name,
    clubs.abbreviation AS team_abbreviation,
    sides.game_date AS game_date,
    sides.game_number AS game_number,
    sides.game_pk AS game_pk,
    sides.game_type AS game_type,
    sides.scheduled_at AS scheduled_at,
    sides.double_header AS double_header,
    sides.is_home AS is_home,
    sides.opponent_id AS opponent_id,
    COALESCE(opponents.name, sides.opponent_listed_name) AS opponent_name,
    opponents.abbreviation AS opponent_abbreviation,
    sides.venue_id AS venue_id,
    sides.venue_name AS venue_name,
    sides.abstract_game_state AS abstract_game_state,
    sides.coded_game_state AS coded_game_state,
    sides.detailed_state AS detailed_state,
    CASE
        WHEN sides.is_over AND sides.runs_scored > sides.runs_allowed THEN 'W'
        WHEN sides.is_over AND sides.runs_scored < sides.runs_allowed THEN 'L'
        WHEN sides.is_over AND sides.runs_scored = sides.runs_allowed THEN 'T'
    END AS result,
    sides.runs_scored AS runs_scored,
    sides.runs_allowed AS runs_allowed,
    sides.wins AS wins,
    sides.losses AS losses,
    sides.series_description AS series_description,
    sides.series_game_number AS series_game_number,
    sides.description AS description
FROM sides
LEFT JOIN clubs
    ON clubs.season = sides.season
    AND clubs.team_id = sides.team_id
LEFT JOIN clubs AS opponents
    ON opponents.season = sides.season
    AND opponents.team_id = sides.opponent_id
WHERE sides.team_id IS NOT NULL
