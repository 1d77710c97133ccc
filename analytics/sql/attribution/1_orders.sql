-- Grain: no touch at all: only what stands on the orders themselves is known.
SELECT
    CAST(NULL AS UBIGINT) AS person,
    CAST(NULL AS TIMESTAMPTZ) AS touched_at,
    CAST(NULL AS VARCHAR) AS channel,
    CAST(NULL AS VARCHAR) AS campaign,
    CAST(NULL AS UBIGINT) AS order_key
WHERE FALSE
