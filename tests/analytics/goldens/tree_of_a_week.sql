-- $start = 2026-11-02
-- $end = 2026-11-09
SELECT
    MAX(paid_gmv) AS paid_gmv,
    MAX(visitors) AS visitors,
    MAX(buyers) / nullif(MAX(visitors), 0) AS cvr,
    MAX(paid_gmv) / nullif(MAX(buyers), 0) AS aov
FROM (
    SELECT SUM(paid_amount) AS paid_gmv, COUNT(DISTINCT buyer) FILTER (is_paid) AS buyers FROM mart.orders WHERE paid_day >= $start AND paid_day < $end
    UNION ALL BY NAME
    SELECT COUNT(DISTINCT visitor) AS visitors FROM mart.visits WHERE day >= $start AND day < $end
)
