-- One row per listed inning and side, always both, also where a side's cell is empty or absent.
-- A missing `runs` beside hits or errors is what the feed says, so it stays missing.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    inning.num AS inning,
    'home' AS side,
    inning.ordinalNum AS inning_ordinal,
    inning.home.runs AS runs,
    inning.home.hits AS hits,
    inning.home.errors AS errors,
    inning.home.leftOnBase AS left_on_base
FROM innings
UNION ALL
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    inning.num AS inning,
    'away' AS side,
    inning.ordinalNum AS inning_ordinal,
    inning.away.runs AS runs,
    inning.away.hits AS hits,
    inning.away.errors AS errors,
    inning.away.leftOnBase AS left_on_base
FROM innings
