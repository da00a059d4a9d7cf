-- One row per ball put in play as the feed lists them by inning and side: hits, and outs and errors too.
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    CAST(play_inning._index + 1 AS INT) AS inning,
    'home' AS side,
    home_hit._index AS list_index,
    home_hit.team.id AS team_id,
    home_hit.batter.id AS batter_id,
    home_hit.batter.fullName AS batter_full_name,
    home_hit.pitcher.id AS pitcher_id,
    home_hit.pitcher.fullName AS pitcher_full_name,
    home_hit.type AS type,
    home_hit.description AS description,
    home_hit.coordinates.x AS coord_x,
    home_hit.coordinates.y AS coord_y
FROM home_hits
UNION ALL
SELECT
    season,
    game_pk,
    game_date,
    source_captured_at,
    CAST(play_inning._index + 1 AS INT) AS inning,
    'away' AS side,
    away_hit._index AS list_index,
    away_hit.team.id AS team_id,
    away_hit.batter.id AS batter_id,
    away_hit.batter.fullName AS batter_full_name,
    away_hit.pitcher.id AS pitcher_id,
    away_hit.pitcher.fullName AS pitcher_full_name,
    away_hit.type AS type,
    away_hit.description AS description,
    away_hit.coordinates.x AS coord_x,
    away_hit.coordinates.y AS coord_y
FROM away_hits
