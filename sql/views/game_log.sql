-- What a player did in a game, one row per game, side and player who took part, counted from the plays.
-- It agrees with the boxscore but where the rules charge a strikeout or a walk to the one who was relieved in mid-count.
-- Figures of pitching are empty for those who did not pitch. Names are those of today where the person was asked for.
WITH people AS (
    SELECT
        person_id,
        full_name,
        mlb_debut_date
    FROM person.person
),
plays AS (
    SELECT
        season,
        game_pk,
        at_bat_index,
        CASE WHEN is_top_inning THEN 'away' ELSE 'home' END AS batting_side,
        CASE WHEN is_top_inning THEN 'home' ELSE 'away' END AS fielding_side,
        batter_id,
        pitcher_id,
        rbi,
        event_type,
        event_type IN ('single', 'double', 'triple', 'home_run') AS is_hit,
        event_type IN ('walk', 'intent_walk') AS is_walk,
        event_type LIKE 'strikeout%' AS is_strikeout,
        event_type IN ('sac_fly', 'sac_fly_double_play') AS is_sac_fly,
        event_type IN ('sac_bunt', 'sac_bunt_double_play') AS is_sac_bunt,
        -- Anything else ended the inning or the game on the bases, with the batter still to hit.
        is_complete
            AND event_type IN (
                'single',
                'double',
                'triple',
                'home_run',
                'walk',
                'intent_walk',
                'hit_by_pitch',
                'catcher_interf',
                'batter_interference',
                'fan_interference',
                'strikeout',
                'strikeout_double_play',
                'strikeout_triple_play',
                'field_out',
                'force_out',
                'double_play',
                'triple_play',
                'grounded_into_double_play',
                'grounded_into_triple_play',
                'field_error',
                'fielders_choice',
                'fielders_choice_out',
                'sac_fly',
                'sac_fly_double_play',
                'sac_bunt',
                'sac_bunt_double_play'
            ) AS is_plate_appearance
    FROM game.live_game_plays
),
batted AS (
    SELECT
        season,
        game_pk,
        batting_side AS side,
        batter_id AS player_id,
        COUNT(*) AS plate_appearances,
        COUNT(*) FILTER (
            WHERE NOT is_walk
                AND NOT is_sac_fly
                AND NOT is_sac_bunt
                AND event_type NOT IN ('hit_by_pitch', 'catcher_interf')
        ) AS at_bats,
        COUNT(*) FILTER (WHERE is_hit) AS hits,
        COUNT(*) FILTER (WHERE event_type = 'double') AS doubles,
        COUNT(*) FILTER (WHERE event_type = 'triple') AS triples,
        COUNT(*) FILTER (WHERE event_type = 'home_run') AS home_runs,
        COALESCE(SUM(rbi), 0) AS rbi,
        COUNT(*) FILTER (WHERE is_walk) AS base_on_balls,
        COUNT(*) FILTER (WHERE event_type = 'intent_walk') AS intentional_walks,
        COUNT(*) FILTER (WHERE event_type = 'hit_by_pitch') AS hit_by_pitch,
        COUNT(*) FILTER (WHERE is_strikeout) AS strike_outs,
        COUNT(*) FILTER (WHERE is_sac_fly) AS sac_flies,
        COUNT(*) FILTER (WHERE is_sac_bunt) AS sac_bunts,
        COUNT(*) FILTER (WHERE event_type = 'grounded_into_double_play') AS ground_into_double_play
    FROM plays
    WHERE is_plate_appearance
    GROUP BY
        season,
        game_pk,
        batting_side,
        batter_id
),
movements AS (
    SELECT
        runners.season AS season,
        runners.game_pk AS game_pk,
        plays.batting_side AS batting_side,
        plays.fielding_side AS fielding_side,
        runners.runner_id AS runner_id,
        COALESCE(thrown.pitcher_id, plays.pitcher_id) AS pitcher_id,
        COALESCE(runners.responsible_pitcher_id, plays.pitcher_id) AS responsible_pitcher_id,
        runners.event_type AS event_type,
        runners.is_out AS is_out,
        runners.end_base = 'score' AS is_run,
        runners.is_earned AS is_earned
    FROM game.live_game_runners AS runners
    JOIN plays
        ON plays.season = runners.season
        AND plays.game_pk = runners.game_pk
        AND plays.at_bat_index = runners.at_bat_index
    LEFT JOIN game.live_game_pitch_events AS thrown
        ON thrown.season = runners.season
        AND thrown.game_pk = runners.game_pk
        AND thrown.at_bat_index = runners.at_bat_index
        AND thrown.event_index = runners.play_index
),
ran AS (
    SELECT
        season,
        game_pk,
        batting_side AS side,
        runner_id AS player_id,
        COUNT(*) FILTER (WHERE is_run) AS runs,
        COUNT(*) FILTER (WHERE event_type LIKE 'stolen_base%' AND NOT is_out) AS stolen_bases,
        COUNT(*) FILTER (
            WHERE (event_type LIKE 'caught_stealing%' OR event_type LIKE 'pickoff_caught_stealing%')
                AND is_out
        ) AS caught_stealing
    FROM movements
    GROUP BY
        season,
        game_pk,
        batting_side,
        runner_id
),
faced AS (
    SELECT
        season,
        game_pk,
        fielding_side AS side,
        pitcher_id AS player_id,
        COUNT(*) AS batters_faced,
        COUNT(*) FILTER (WHERE is_hit) AS hits,
        COUNT(*) FILTER (WHERE event_type = 'home_run') AS home_runs,
        COUNT(*) FILTER (WHERE is_walk) AS base_on_balls,
        COUNT(*) FILTER (WHERE event_type = 'hit_by_pitch') AS hit_batsmen,
        COUNT(*) FILTER (WHERE is_strikeout) AS strike_outs
    FROM plays
    WHERE is_plate_appearance
    GROUP BY
        season,
        game_pk,
        fielding_side,
        pitcher_id
),
retired AS (
    SELECT
        season,
        game_pk,
        fielding_side AS side,
        pitcher_id AS player_id,
        COUNT(*) AS outs
    FROM movements
    WHERE is_out
    GROUP BY
        season,
        game_pk,
        fielding_side,
        pitcher_id
),
charged AS (
    SELECT
        season,
        game_pk,
        fielding_side AS side,
        responsible_pitcher_id AS player_id,
        COUNT(*) AS runs,
        COUNT(*) FILTER (WHERE is_earned) AS earned_runs
    FROM movements
    WHERE is_run
    GROUP BY
        season,
        game_pk,
        fielding_side,
        responsible_pitcher_id
),
threw AS (
    SELECT
        pitches.season AS season,
        pitches.game_pk AS game_pk,
        plays.fielding_side AS side,
        pitches.pitcher_id AS player_id,
        COUNT(*) AS pitches,
        COUNT(*) FILTER (WHERE pitches.is_strike OR pitches.is_in_play) AS strikes
    FROM game.live_game_pitch_events AS pitches
    JOIN plays
        ON plays.season = pitches.season
        AND plays.game_pk = pitches.game_pk
        AND plays.at_bat_index = pitches.at_bat_index
    GROUP BY
        pitches.season,
        pitches.game_pk,
        plays.fielding_side,
        pitches.pitcher_id
),
fielded AS (
    SELECT
        credits.season AS season,
        credits.game_pk AS game_pk,
        plays.fielding_side AS side,
        credits.player_id AS player_id,
        COUNT(*) FILTER (WHERE credits.credit = 'f_putout') AS put_outs,
        COUNT(*) FILTER (WHERE credits.credit = 'f_assist') AS assists,
        COUNT(*) FILTER (WHERE credits.credit LIKE 'f_%error%') AS errors
    FROM game.live_game_fielding_credits AS credits
    JOIN plays
        ON plays.season = credits.season
        AND plays.game_pk = credits.game_pk
        AND plays.at_bat_index = credits.at_bat_index
    GROUP BY
        credits.season,
        credits.game_pk,
        plays.fielding_side,
        credits.player_id
)
SELECT
    players.season AS season,
    players.game_pk AS game_pk,
    players.game_date AS game_date,
    players.side AS side,
    players.player_id AS player_id,
    COALESCE(people.full_name, players.full_name) AS full_name,
    players.team_id AS team_id,
    CASE WHEN players.side = 'home' THEN metadata.away_team_id ELSE metadata.home_team_id END AS opponent_team_id,
    players.position_abbreviation AS position_abbreviation,
    players.batting_order AS batting_order,
    COALESCE(players.batting_order % 100 = 0, FALSE) OR COALESCE(pitchers.list_index = 0, FALSE) AS is_starter,
    players.game_date = COALESCE(people.mlb_debut_date, players.mlb_debut_date) AS is_debut,
    COALESCE(batted.plate_appearances, 0) AS plate_appearances,
    COALESCE(batted.at_bats, 0) AS at_bats,
    COALESCE(ran.runs, 0) AS runs,
    COALESCE(batted.hits, 0) AS hits,
    COALESCE(batted.doubles, 0) AS doubles,
    COALESCE(batted.triples, 0) AS triples,
    COALESCE(batted.home_runs, 0) AS home_runs,
    COALESCE(batted.rbi, 0) AS rbi,
    COALESCE(batted.base_on_balls, 0) AS base_on_balls,
    COALESCE(batted.intentional_walks, 0) AS intentional_walks,
    COALESCE(batted.hit_by_pitch, 0) AS hit_by_pitch,
    COALESCE(batted.strike_outs, 0) AS strike_outs,
    COALESCE(batted.sac_flies, 0) AS sac_flies,
    COALESCE(batted.sac_bunts, 0) AS sac_bunts,
    COALESCE(batted.ground_into_double_play, 0) AS ground_into_double_play,
    COALESCE(ran.stolen_bases, 0) AS stolen_bases,
    COALESCE(ran.caught_stealing, 0) AS caught_stealing,
    COALESCE(fielded.put_outs, 0) AS put_outs,
    COALESCE(fielded.assists, 0) AS assists,
    COALESCE(fielded.errors, 0) AS errors,
    pitchers.list_index AS pitching_index,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(retired.outs, 0) END AS outs_pitched,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(faced.batters_faced, 0) END AS batters_faced,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(faced.hits, 0) END AS hits_allowed,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(charged.runs, 0) END AS runs_allowed,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(charged.earned_runs, 0) END AS earned_runs,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(faced.home_runs, 0) END AS home_runs_allowed,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(faced.base_on_balls, 0) END AS walks_allowed,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(faced.hit_batsmen, 0) END AS hit_batsmen,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(faced.strike_outs, 0) END AS strike_outs_pitched,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(threw.pitches, 0) END AS pitches_thrown,
    CASE WHEN pitchers.player_id IS NOT NULL THEN COALESCE(threw.strikes, 0) END AS strikes_thrown
FROM game.live_game_players AS players
JOIN game.live_game_metadata AS metadata
    ON metadata.season = players.season
    AND metadata.game_pk = players.game_pk
LEFT JOIN game.live_game_pitchers AS pitchers
    ON pitchers.season = players.season
    AND pitchers.game_pk = players.game_pk
    AND pitchers.side = players.side
    AND pitchers.player_id = players.player_id
LEFT JOIN people
    ON people.person_id = players.player_id
LEFT JOIN batted
    ON batted.season = players.season
    AND batted.game_pk = players.game_pk
    AND batted.side = players.side
    AND batted.player_id = players.player_id
LEFT JOIN ran
    ON ran.season = players.season
    AND ran.game_pk = players.game_pk
    AND ran.side = players.side
    AND ran.player_id = players.player_id
LEFT JOIN fielded
    ON fielded.season = players.season
    AND fielded.game_pk = players.game_pk
    AND fielded.side = players.side
    AND fielded.player_id = players.player_id
LEFT JOIN faced
    ON faced.season = players.season
    AND faced.game_pk = players.game_pk
    AND faced.side = players.side
    AND faced.player_id = players.player_id
LEFT JOIN retired
    ON retired.season = players.season
    AND retired.game_pk = players.game_pk
    AND retired.side = players.side
    AND retired.player_id = players.player_id
LEFT JOIN charged
    ON charged.season = players.season
    AND charged.game_pk = players.game_pk
    AND charged.side = players.side
    AND charged.player_id = players.player_id
LEFT JOIN threw
    ON threw.season = players.season
    AND threw.game_pk = players.game_pk
    AND threw.side = players.side
    AND threw.player_id = players.player_id
WHERE players.batting_order IS NOT NULL
    OR pitchers.player_id IS NOT NULL
