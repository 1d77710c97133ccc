-- Grain: a customer with a paid order, and when the first was paid: an order placed first but paid
-- last is not the first paid one. Source of "new" and "returning".
SELECT customer_id, min(coalesce(paid_at, ordered_at)) AS first_paid_at
FROM main.orders
WHERE
    customer_id <> ''
    AND CASE
        WHEN paid_amount IS NOT NULL THEN paid_amount > 0
        ELSE (paid_at IS NOT NULL OR status IN ('paid', 'shipped', 'completed', 'refunded'))
            AND (gross_amount > 0 OR (gross_amount = 0 AND coalesce(refund_amount, 0) = 0))
    END
GROUP BY customer_id
