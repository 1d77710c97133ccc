-- Grain: a customer with a paid order. Source of "new" and "returning".
SELECT customer_id, min(ordered_at) AS first_paid_at
FROM main.orders
WHERE
    customer_id <> ''
    AND CASE
        WHEN paid_amount IS NOT NULL THEN paid_amount > 0
        ELSE paid_at IS NOT NULL OR status IN ('paid', 'shipped', 'completed', 'refunded')
    END
GROUP BY customer_id
