-- Grain: an order (or credit note) paid in the period, with what is to be credited. Money in the
-- shop's currency. A buyer is new once, however many orders were paid at that same moment.
SELECT
    order_key,
    paid_day,
    channel,
    campaign,
    CAST(is_order AND is_paid AS INTEGER) AS orders,
    coalesce(CAST(paid_amount AS DOUBLE), 0) AS value,
    CAST(refund_amount AS DOUBLE) AS refunds,
    CASE
        WHEN is_paid AND customer_type = 'new' AND buyer IS NOT NULL
            THEN 1.0 / count(*) FILTER (is_paid AND customer_type = 'new') OVER (PARTITION BY buyer)
        ELSE 0
    END AS new_buyers
FROM mart.orders
WHERE
    paid_day >= $start
    AND paid_day < $end
    AND ($hours IS NULL OR paid_day < $end - 1 OR paid_hour < $hours)
