-- Grain: a paid order with its buyer and moment: what touches may have led to. Only orders of
-- somebody touched, or that a touch names.
SELECT
    o.order_key,
    o.buyer AS person,
    m.ordered_at
FROM mart.orders AS o
INNER JOIN main.orders AS m ON hash(m.order_id) = o.order_key
WHERE
    o.is_paid
    AND o.placed_day >= $first_day
    AND o.placed_day <= $last_day
    AND m.ordered_at >= $from
    AND m.ordered_at < $ordered_until
    AND (
        o.buyer IN (SELECT person FROM touches)
        OR o.order_key IN (SELECT order_key FROM touches WHERE order_key IS NOT NULL)
    )
