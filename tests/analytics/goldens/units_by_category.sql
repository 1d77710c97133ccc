-- $start = 2026-11-02
-- $end = 2026-11-09
SELECT
    category,
    MAX(gmv) AS gmv,
    MAX(units) AS units,
    MAX(buyers) AS buyers
FROM (
    SELECT category AS category, SUM(gross_amount) AS gmv FROM mart.items WHERE placed_day >= $start AND placed_day < $end GROUP BY 1
    UNION ALL BY NAME
    SELECT category AS category, SUM(quantity) FILTER (is_paid) AS units, COUNT(DISTINCT buyer) FILTER (is_paid) AS buyers FROM mart.items WHERE paid_day >= $start AND paid_day < $end GROUP BY 1
)
GROUP BY category
ORDER BY category
