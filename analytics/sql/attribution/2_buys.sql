-- Grain: a paid order with its buyer and moment: what touches may have led to. Placed from a
-- look-back before the period to a look-back after it, or paid in the period.
SELECT
    o.order_key,
    o.buyer AS person,
    m.ordered_at
FROM mart.orders AS o
INNER JOIN main.orders AS m ON hash(m.order_id) = o.order_key
WHERE
    o.is_paid
    AND (
        (
            o.placed_day >= (SELECT first_day FROM bounds)
            AND o.placed_day < $end + CAST($window_days + 1 AS INTEGER)
        )
        OR (o.paid_day >= $start AND o.paid_day < $end)
    )
