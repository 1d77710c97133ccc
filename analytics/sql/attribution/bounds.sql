-- Grain: one row. The first day whose orders and touches may matter, a look-back before the first
-- order paid in the period was placed; and the last, a look-back after the period.
SELECT
    least($start, coalesce(min(placed_day), $start)) - CAST($window_days + 1 AS INTEGER)
        AS first_day,
    greatest($end + CAST($window_days AS INTEGER), coalesce(max(placed_day), $end)) AS last_day
FROM mart.orders
WHERE paid_day >= $start AND paid_day < $end
