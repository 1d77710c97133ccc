-- Grain: an order. Money in the shop's currency; days and hours on the shop's clock.
-- A credit note (nothing sold and something refunded, or a negative sale) is kept for its money
-- but is no order.
-- Refunds carry the order's own paid day: the source tells no other.
INSERT INTO mart.orders
SELECT
    CAST(placed AS DATE),
    CAST(hour(placed) AS UTINYINT),
    CASE WHEN is_paid OR paid_amount < 0 OR refund_amount <> 0 THEN CAST(settled AS DATE) END,
    CASE WHEN is_paid OR paid_amount < 0 OR refund_amount <> 0 THEN CAST(hour(settled) AS UTINYINT) END,
    channel,
    campaign,
    region,
    device,
    payment_method,
    CASE
        WHEN customer_id IS NULL THEN 'guest'
        WHEN CASE WHEN is_paid THEN settled_at ELSE ordered_at END > first_paid_at THEN 'returning'
        ELSE 'new'
    END,
    hash(order_id),
    CASE WHEN customer_id IS NOT NULL THEN hash(customer_id) END,
    is_order,
    is_paid,
    gross_amount,
    paid_amount,
    refund_amount,
    discount_amount
FROM (
    SELECT
        o.order_id,
        o.ordered_at,
        timezone($zone, o.ordered_at) AS placed,
        timezone($zone, coalesce(o.paid_at, o.ordered_at)) AS settled,
        coalesce(o.paid_at, o.ordered_at) AS settled_at,
        nullif(o.channel, '') AS channel,
        nullif(o.campaign, '') AS campaign,
        nullif(o.region, '') AS region,
        nullif(o.device, '') AS device,
        nullif(o.payment_method, '') AS payment_method,
        nullif(o.customer_id, '') AS customer_id,
        c.first_paid_at,
        o.gross_amount,
        o.paid_amount,
        coalesce(o.refund_amount, 0) AS refund_amount,
        coalesce(o.discount_amount, 0) AS discount_amount,
        o.gross_amount > 0
        OR coalesce(o.paid_amount, 0) > 0
        OR (o.gross_amount = 0 AND coalesce(o.refund_amount, 0) = 0) AS is_order,
        CASE
            WHEN o.paid_amount IS NOT NULL THEN o.paid_amount > 0
            ELSE is_order AND coalesce(
                o.paid_at IS NOT NULL OR o.status IN ('paid', 'shipped', 'completed', 'refunded'), FALSE
            )
        END AS is_paid
    FROM main.orders AS o
    LEFT JOIN mart.customers AS c ON c.customer_id = o.customer_id
    WHERE o.ordered_at >= $from AND o.ordered_at < $until
)
ORDER BY placed;
