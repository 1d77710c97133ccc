-- $start = 2026-11-02
-- $end = 2026-11-09
-- $last_day = 2026-11-08
-- $hours = 15
SELECT
    MAX(gmv) AS gmv,
    MAX(visitors) AS visitors
FROM (
    SELECT SUM(gross_amount) AS gmv FROM mart.orders WHERE placed_day >= $start AND placed_day < $end AND (placed_day < $last_day OR placed_hour < $hours)
    UNION ALL BY NAME
    SELECT COUNT(*) FILTER (previous_day IS NULL OR previous_day < $start) AS visitors FROM mart.visitor_days WHERE day >= $start AND day < $end AND (day < $last_day OR hour < $hours)
)
