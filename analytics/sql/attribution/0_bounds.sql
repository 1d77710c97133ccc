-- Grain: one row. The first day whose orders may matter: a look-back before the first order paid
-- in the period was placed. Touches count until the period's last moment.
SELECT
    first_day,
    timezone($zone, CAST(first_day AS TIMESTAMP)) AS touched_from,
    $until AS touched_until
FROM (
    SELECT
        least($start, coalesce(min(placed_day), $start)) - CAST($window_days + 1 AS INTEGER)
            AS first_day
    FROM mart.orders
    WHERE paid_day >= $start AND paid_day < $end
)
