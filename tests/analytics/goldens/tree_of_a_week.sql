-- $start = 2026-11-02
-- $end = 2026-11-09
SELECT
    MAX(paid_gmv) AS paid_gmv,
    MAX(visitors) AS visitors,
    MAX(buyers) / nullif(MAX(visitors), 0) AS cvr,
    MAX(paid_gmv) / nullif(MAX(buyers), 0) AS aov
FROM (
    SELECT SUM(paid_amount) AS paid_gmv FROM mart.days WHERE axis = 'paid' AND day >= $start AND day < $end
    UNION ALL BY NAME
    SELECT COUNT(*) FILTER (previous_day IS NULL OR previous_day < $start) AS visitors FROM mart.visitor_days WHERE day >= $start AND day < $end
    UNION ALL BY NAME
    SELECT COUNT(*) FILTER (previous_day IS NULL OR previous_day < $start) AS buyers FROM mart.buyer_days WHERE day >= $start AND day < $end
)
