-- One row per player and part of his figures: kind, group, season, split.
-- Logs of plays and pitches, zones, spray charts, arsenals, tracked metrics and rankings are no figures of this kind.
-- An answer about players has players in it, or in its request; what then lacks one is of the only one that there is.
WITH told AS (
    SELECT
        capture_id,
        entry._index AS entry_index,
        split._index AS split_index,
        COALESCE(split.season, 0) AS season,
        COALESCE(entry.type.displayName, split.type, '') AS stat_type,
        COALESCE(entry.group.displayName, split.group, '') AS stat_group,
        COALESCE(split.gameType, json_text(query_params, 'gameType'), '') AS game_type,
        COALESCE(split.sport.id, 0) AS sport_id,
        split.player.id AS own_player_id,
        split.batter.id AS batter_id,
        split.pitcher.id AS pitcher_id,
        TRY_CAST(json_text(path_params, 'personId') AS BIGINT) AS asked_player_id,
        MIN(split.player.id) OVER (PARTITION BY capture_id) AS first_player_id,
        MAX(split.player.id) OVER (PARTITION BY capture_id) AS last_player_id,
        split.team.id AS own_team_id,
        COALESCE(split.numTeams, 1) AS team_count,
        COALESCE(split.position.code, split.stat.position.code, '') AS position_code,
        split.split.code AS split_code,
        split.isHome AS is_home,
        split.isWin AS is_win,
        split.month AS month,
        split.dayOfWeek AS day_of_week,
        split.opponent.id AS opponent_team_id,
        json_text(query_params, 'startDate') AS start_date,
        json_text(query_params, 'endDate') AS end_date,
        json_text(query_params, 'limit') AS last_games,
        json_text(query_params, 'opposingTeamId') AS asked_opposing_team,
        json_text(query_params, 'opposingPlayerId') AS asked_opposing_player,
        split.game.gamePk AS game_pk,
        TRY_CAST(json_text(path_params, 'gamePk') AS BIGINT) AS asked_game_pk
    FROM splits
    WHERE split.stat IS NOT NULL
),
owned AS (
    SELECT
        capture_id,
        entry_index,
        split_index,
        season,
        stat_type,
        stat_group,
        game_type,
        sport_id,
        COALESCE(
            own_player_id,
            CASE stat_group
                WHEN 'hitting' THEN batter_id
                WHEN 'pitching' THEN pitcher_id
            END,
            asked_player_id,
            CASE WHEN first_player_id = last_player_id THEN first_player_id END
        ) AS player_id,
        CASE stat_group
            WHEN 'hitting' THEN pitcher_id
            WHEN 'pitching' THEN batter_id
        END AS opponent_player_id,
        CASE
            WHEN team_count > 1 OR stat_type LIKE 'career%' THEN 0
            ELSE COALESCE(own_team_id, 0)
        END AS team_id,
        CASE WHEN stat_group = 'fielding' THEN position_code ELSE '' END AS position_code,
        CASE
            WHEN split_code IS NOT NULL THEN split_code
            WHEN stat_type LIKE 'homeAndAway%' THEN CASE WHEN is_home THEN 'home' ELSE 'away' END
            WHEN stat_type LIKE 'winLoss%' THEN CASE WHEN is_win THEN 'win' ELSE 'loss' END
            WHEN stat_type LIKE 'byMonth%' THEN 'month-' || COALESCE(month, '')
            WHEN stat_type LIKE 'byDayOfWeek%' THEN 'day-' || COALESCE(day_of_week, '')
            WHEN stat_type LIKE 'byDateRange%' THEN COALESCE(start_date || '/' || end_date, '')
            WHEN stat_type LIKE 'vsTeam%' OR stat_type IN ('opponentsFaced', 'vsOpponents')
            THEN 'team-' || COALESCE(CAST(opponent_team_id AS VARCHAR), '')
            WHEN stat_type LIKE 'vsPlayer%'
            THEN 'player-' || COALESCE(CAST(CASE stat_group WHEN 'pitching' THEN batter_id ELSE pitcher_id END AS VARCHAR), '')
            WHEN stat_type = 'lastXGames' THEN 'last-' || COALESCE(last_games, '')
            WHEN stat_type = 'gameLog' AND game_pk IS NULL AND asked_game_pk IS NOT NULL
            THEN 'game-' || CAST(asked_game_pk AS VARCHAR)
            ELSE ''
        END AS split,
        -- Figures against one opponent are no totals. Some kinds tell which, and a game of the log is the same game.
        CASE
            WHEN stat_type NOT LIKE 'vs%' AND stat_type NOT IN ('gameLog', 'opponentsFaced')
            THEN NULLIF(
                CONCAT_WS(
                    '&',
                    'opposingTeamId=' || asked_opposing_team,
                    'opposingPlayerId=' || asked_opposing_player
                ),
                ''
            )
        END AS asked_opponent,
        COALESCE(game_pk, CASE WHEN stat_type = 'gameLog' THEN asked_game_pk END, 0) AS game_pk
    FROM told
    WHERE stat_type NOT IN (
        'availableStats',
        'hotColdZones',
        'metricAverages',
        'metricLog',
        'pitchArsenal',
        'pitchLog',
        'playLog',
        'rankings',
        'rankingsByYear',
        'sprayChart'
    )
),
keyed AS (
    SELECT
        capture_id,
        entry_index,
        split_index,
        season,
        stat_type,
        stat_group,
        game_type,
        sport_id,
        player_id,
        team_id,
        position_code,
        CONCAT_WS('&', NULLIF(split, ''), asked_opponent) AS split,
        game_pk,
        opponent_player_id,
        CAST(
            ROW_NUMBER() OVER (
                PARTITION BY
                    capture_id,
                    season,
                    stat_type,
                    stat_group,
                    game_type,
                    sport_id,
                    player_id,
                    team_id,
                    position_code,
                    split,
                    game_pk
                ORDER BY entry_index, split_index
            ) - 1 AS INT
        ) AS ordinal
    FROM owned
    WHERE player_id IS NOT NULL
)
SELECT
    CAST(keyed.season AS INT) AS season,
    keyed.stat_type AS stat_type,
    keyed.stat_group AS stat_group,
    keyed.game_type AS game_type,
    keyed.sport_id AS sport_id,
    keyed.player_id AS player_id,
    keyed.team_id AS team_id,
    keyed.position_code AS position_code,
    keyed.split AS split,
    keyed.game_pk AS game_pk,
    keyed.ordinal AS ordinal,
    splits.source_captured_at AS source_captured_at,
    splits.split.player.fullName AS player_full_name,
    splits.split.team.name AS team_name,
    splits.split.league.id AS league_id,
    splits.split.league.name AS league_name,
    splits.split.sport.abbreviation AS sport_abbreviation,
    splits.split.numTeams AS team_count,
    splits.split.numLeagues AS league_count,
    splits.split.rank AS rank,
    splits.split.position.abbreviation AS position_abbreviation,
    splits.split.split.description AS split_description,
    splits.split.date AS game_date,
    splits.split.game.gameNumber AS game_number,
    splits.split.isHome AS is_home,
    splits.split.isWin AS is_win,
    splits.split.opponent.id AS opponent_team_id,
    splits.split.opponent.name AS opponent_team_name,
    keyed.opponent_player_id AS opponent_player_id,
    splits.split.stat.age AS age,
    splits.split.stat.gamesPlayed AS games_played,
    splits.split.stat.gamesStarted AS games_started,
    splits.split.stat.gamesPitched AS games_pitched,
    splits.split.stat.gamesFinished AS games_finished,
    splits.split.stat.games AS games_fielded,
    splits.split.stat.plateAppearances AS plate_appearances,
    splits.split.stat.atBats AS at_bats,
    splits.split.stat.runs AS runs,
    splits.split.stat.hits AS hits,
    splits.split.stat.doubles AS doubles,
    splits.split.stat.triples AS triples,
    splits.split.stat.homeRuns AS home_runs,
    splits.split.stat.extraBaseHits AS extra_base_hits,
    splits.split.stat.totalBases AS total_bases,
    splits.split.stat.rbi AS rbi,
    splits.split.stat.baseOnBalls AS base_on_balls,
    splits.split.stat.intentionalWalks AS intentional_walks,
    splits.split.stat.strikeOuts AS strike_outs,
    splits.split.stat.hitByPitch AS hit_by_pitch,
    splits.split.stat.hitBatsmen AS hit_batsmen,
    splits.split.stat.sacBunts AS sac_bunts,
    splits.split.stat.sacFlies AS sac_flies,
    splits.split.stat.groundIntoDoublePlay AS ground_into_double_play,
    splits.split.stat.groundIntoTriplePlay AS ground_into_triple_play,
    splits.split.stat.gidp AS gidp,
    splits.split.stat.gidpOpp AS gidp_opportunities,
    splits.split.stat.catchersInterference AS catchers_interference,
    splits.split.stat.reachedOnError AS reached_on_error,
    splits.split.stat.leftOnBase AS left_on_base,
    splits.split.stat.walkOffs AS walk_offs,
    splits.split.stat.numberOfPitches AS number_of_pitches,
    splits.split.stat.pitchesThrown AS pitches_thrown,
    splits.split.stat.balls AS balls,
    splits.split.stat.strikes AS strikes,
    splits.split.stat.totalSwings AS total_swings,
    splits.split.stat.swingAndMisses AS swing_and_misses,
    splits.split.stat.ballsInPlay AS balls_in_play,
    splits.split.stat.groundOuts AS ground_outs,
    splits.split.stat.airOuts AS air_outs,
    splits.split.stat.flyOuts AS fly_outs,
    splits.split.stat.lineOuts AS line_outs,
    splits.split.stat.popOuts AS pop_outs,
    splits.split.stat.groundHits AS ground_hits,
    splits.split.stat.flyHits AS fly_hits,
    splits.split.stat.lineHits AS line_hits,
    splits.split.stat.popHits AS pop_hits,
    splits.split.stat.stolenBases AS stolen_bases,
    splits.split.stat.caughtStealing AS caught_stealing,
    splits.split.stat.pickoffs AS pickoffs,
    splits.split.stat.avg AS avg,
    splits.split.stat.obp AS obp,
    splits.split.stat.slg AS slg,
    splits.split.stat.ops AS ops,
    splits.split.stat.iso AS iso,
    splits.split.stat.babip AS babip,
    splits.split.stat.stolenBasePercentage AS stolen_base_percentage,
    splits.split.stat.caughtStealingPercentage AS caught_stealing_percentage,
    splits.split.stat.groundOutsToAirouts AS ground_outs_to_airouts,
    splits.split.stat.atBatsPerHomeRun AS at_bats_per_home_run,
    splits.split.stat.walksPerPlateAppearance AS walks_per_plate_appearance,
    splits.split.stat.strikeoutsPerPlateAppearance AS strikeouts_per_plate_appearance,
    splits.split.stat.homeRunsPerPlateAppearance AS home_runs_per_plate_appearance,
    splits.split.stat.walksPerStrikeout AS walks_per_strikeout,
    splits.split.stat.pitchesPerPlateAppearance AS pitches_per_plate_appearance,
    splits.split.stat.wins AS wins,
    splits.split.stat.losses AS losses,
    COALESCE(splits.split.stat.winPercentage, splits.split.stat.winningPercentage) AS win_percentage,
    splits.split.stat.saves AS saves,
    splits.split.stat.saveOpportunities AS save_opportunities,
    splits.split.stat.holds AS holds,
    splits.split.stat.blownSaves AS blown_saves,
    splits.split.stat.completeGames AS complete_games,
    splits.split.stat.shutouts AS shutouts,
    splits.split.stat.qualityStarts AS quality_starts,
    splits.split.stat.runSupport AS run_support,
    splits.split.stat.inningsPitched AS innings_pitched,
    CAST(
        COALESCE(
            splits.split.stat.outs,
            TRY_CAST(SPLIT_PART(splits.split.stat.inningsPitched, '.', 1) AS INT) * 3
                + TRY_CAST(SPLIT_PART(splits.split.stat.inningsPitched, '.', 2) AS INT)
        ) AS INT
    ) AS outs_pitched,
    splits.split.stat.battersFaced AS batters_faced,
    splits.split.stat.earnedRuns AS earned_runs,
    splits.split.stat.balks AS balks,
    splits.split.stat.wildPitches AS wild_pitches,
    splits.split.stat.passedBall AS passed_balls,
    splits.split.stat.inheritedRunners AS inherited_runners,
    splits.split.stat.inheritedRunnersScored AS inherited_runners_scored,
    splits.split.stat.bequeathedRunners AS bequeathed_runners,
    splits.split.stat.bequeathedRunnersScored AS bequeathed_runners_scored,
    splits.split.stat.era AS era,
    splits.split.stat.whip AS whip,
    splits.split.stat.strikePercentage AS strike_percentage,
    splits.split.stat.pitchesPerInning AS pitches_per_inning,
    COALESCE(splits.split.stat.strikeoutWalkRatio, splits.split.stat.strikesoutsToWalks) AS strikeout_walk_ratio,
    COALESCE(splits.split.stat.strikeoutsPer9Inn, splits.split.stat.strikeoutsPer9) AS strikeouts_per_9_innings,
    COALESCE(splits.split.stat.walksPer9Inn, splits.split.stat.baseOnBallsPer9) AS walks_per_9_innings,
    COALESCE(splits.split.stat.hitsPer9Inn, splits.split.stat.hitsPer9) AS hits_per_9_innings,
    splits.split.stat.homeRunsPer9 AS home_runs_per_9,
    splits.split.stat.runsScoredPer9 AS runs_scored_per_9,
    splits.split.stat.strikeoutsMinusWalksPercentage AS strikeouts_minus_walks_percentage,
    splits.split.stat.whiffPercentage AS whiff_percentage,
    splits.split.stat.flyBallPercentage AS fly_ball_percentage,
    splits.split.stat.innings AS innings_fielded,
    CAST(
        TRY_CAST(SPLIT_PART(splits.split.stat.innings, '.', 1) AS INT) * 3
            + TRY_CAST(SPLIT_PART(splits.split.stat.innings, '.', 2) AS INT) AS INT
    ) AS outs_fielded,
    splits.split.stat.chances AS chances,
    splits.split.stat.putOuts AS put_outs,
    splits.split.stat.assists AS assists,
    splits.split.stat.errors AS errors,
    splits.split.stat.throwingErrors AS throwing_errors,
    splits.split.stat.doublePlays AS double_plays,
    splits.split.stat.triplePlays AS triple_plays,
    splits.split.stat.rangeFactorPerGame AS range_factor_per_game,
    splits.split.stat.rangeFactorPer9Inn AS range_factor_per_9_innings,
    splits.split.stat.catcherERA AS catcher_era,
    CASE WHEN keyed.stat_group = 'fielding' THEN splits.split.stat.fielding END AS fielding_percentage,
    splits.split.stat.outsAboveAverage AS outs_above_average,
    splits.split.stat.woba AS woba,
    splits.split.stat.wobaCon AS woba_on_contact,
    splits.split.stat.wRaa AS w_raa,
    splits.split.stat.wRc AS w_rc,
    splits.split.stat.wRcPlus AS w_rc_plus,
    splits.split.stat.rar AS rar,
    splits.split.stat.war AS war,
    splits.split.stat.batting AS batting_runs,
    splits.split.stat.baseRunning AS base_running_runs,
    CASE WHEN keyed.stat_group <> 'fielding' THEN splits.split.stat.fielding END AS fielding_runs,
    splits.split.stat.positional AS positional_runs,
    splits.split.stat.wLeague AS league_runs,
    splits.split.stat.replacement AS replacement_runs,
    splits.split.stat.spd AS spd,
    splits.split.stat.ubr AS ubr,
    splits.split.stat.wGdp AS w_gdp,
    splits.split.stat.wSb AS w_sb,
    splits.split.stat.fip AS fip,
    splits.split.stat.xfip AS xfip,
    splits.split.stat.fipMinus AS fip_minus,
    splits.split.stat.eraMinus AS era_minus,
    splits.split.stat.ra9War AS ra9_war,
    splits.split.stat.pli AS pli,
    splits.split.stat.summary AS summary
FROM keyed
JOIN splits
    ON splits.capture_id = keyed.capture_id
    AND splits.entry._index = keyed.entry_index
    AND splits.split._index = keyed.split_index
