-- $start = 2026-11-02
-- $end = 2026-11-09
SELECT
    weekday,
    bucket,
    MAX(orders) AS orders
FROM (
    SELECT CAST(isodow(placed_day) AS VARCHAR) AS weekday, CAST(placed_day AS TIMESTAMP) + to_hours(placed_hour) AS bucket, COUNT(*) FILTER (is_order) AS orders FROM mart.orders WHERE placed_day >= $start AND placed_day < $end GROUP BY 1, 2
)
GROUP BY weekday, bucket
ORDER BY weekday, bucket
