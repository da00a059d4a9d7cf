-- One row per transaction and person.
SELECT
    CAST(EXTRACT(YEAR FROM COALESCE(transaction.date, transaction.effectiveDate, transaction.resolutionDate)) AS INT) AS season,
    COALESCE(transaction.date, transaction.effectiveDate, transaction.resolutionDate) AS transaction_date,
    COALESCE(transaction.id, 0) AS transaction_id,
    COALESCE(transaction.person.id, 0) AS person_id,
    CAST(
        ROW_NUMBER() OVER (
            PARTITION BY
                capture_id,
                COALESCE(transaction.date, transaction.effectiveDate, transaction.resolutionDate),
                transaction.id,
                transaction.person.id
            ORDER BY transaction._index
        ) - 1 AS INT
    ) AS ordinal,
    source_captured_at,
    transaction.person.fullName AS person_full_name,
    transaction.fromTeam.id AS from_team_id,
    transaction.fromTeam.name AS from_team_name,
    transaction.toTeam.id AS to_team_id,
    transaction.toTeam.name AS to_team_name,
    transaction.effectiveDate AS effective_date,
    transaction.resolutionDate AS resolution_date,
    transaction.typeCode AS type_code,
    transaction.typeDesc AS type_description,
    transaction.description AS description,
    transaction.isConditional AS is_conditional
FROM transactions
