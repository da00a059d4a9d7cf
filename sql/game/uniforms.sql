-- One row per piece of clothing that a club wore in a game.
SELECT
    uniform.gamePk AS game_pk,
    'home' AS side,
    home_asset._index AS asset_index,
    source_captured_at,
    uniform.home.id AS team_id,
    uniform.home.teamName AS team_name,
    home_asset.uniformAssetId AS uniform_asset_id,
    home_asset.uniformAssetCode AS uniform_asset_code,
    home_asset.uniformAssetText AS uniform_asset_text,
    home_asset.uniformAssetType.uniformAssetTypeId AS asset_type_id,
    home_asset.uniformAssetType.uniformAssetTypeCode AS asset_type_code,
    home_asset.uniformAssetType.uniformAssetTypeText AS asset_type_text,
    home_asset.uniformAssetType.uniformAssetTypeDesc AS asset_type_description,
    home_asset.active AS is_active
FROM home_assets
WHERE uniform.gamePk IS NOT NULL
UNION ALL
SELECT
    uniform.gamePk AS game_pk,
    'away' AS side,
    away_asset._index AS asset_index,
    source_captured_at,
    uniform.away.id AS team_id,
    uniform.away.teamName AS team_name,
    away_asset.uniformAssetId AS uniform_asset_id,
    away_asset.uniformAssetCode AS uniform_asset_code,
    away_asset.uniformAssetText AS uniform_asset_text,
    away_asset.uniformAssetType.uniformAssetTypeId AS asset_type_id,
    away_asset.uniformAssetType.uniformAssetTypeCode AS asset_type_code,
    away_asset.uniformAssetType.uniformAssetTypeText AS asset_type_text,
    away_asset.uniformAssetType.uniformAssetTypeDesc AS asset_type_description,
    away_asset.active AS is_active
FROM away_assets
WHERE uniform.gamePk IS NOT NULL
