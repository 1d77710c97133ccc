-- Grain: an order (or credit note) paid in the period, with what is to be credited. Money in the
-- shop's currency. A buyer is new once, however many orders were paid at that same moment.
WITH paid AS (
    SELECT *, is_paid AND customer_type = 'new' AND buyer IS NOT NULL AS is_new
    FROM mart.orders
    WHERE
        paid_day >= $start
        AND paid_day < $end
        AND ($hours IS NULL OR paid_day < $end - 1 OR paid_hour < $hours)
),
together AS (
    SELECT buyer, count(*) AS orders
    FROM paid
    WHERE is_new
    GROUP BY buyer
    HAVING count(*) > 1
)
SELECT
    p.order_key,
    p.paid_day,
    p.channel,
    p.campaign,
    CAST(p.is_order AND p.is_paid AS INTEGER) AS orders,
    coalesce(CAST(p.paid_amount AS DOUBLE), 0) AS value,
    CAST(p.refund_amount AS DOUBLE) AS refunds,
    CASE WHEN p.is_new THEN 1 / coalesce(t.orders, 1) ELSE 0 END AS new_buyers
FROM paid AS p
LEFT JOIN together AS t ON t.buyer = p.buyer
