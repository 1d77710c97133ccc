-- Grain: an order line (an order without lines is one row with no sku).
-- Each amount of the order is spread over its lines by running totals, so that the rounded shares
-- add up to the order's amount exactly: sales by what a line sold, refunds by what it took back.
INSERT INTO mart.items
WITH placed AS (
    SELECT
        o.order_id,
        hash(o.order_id) AS order_key
    FROM main.orders AS o
    WHERE o.ordered_at >= $from AND o.ordered_at < $until
),
lines AS (
    SELECT
        p.order_key,
        nullif(i.category, '') AS category,
        i.sku,
        nullif(i.scene, '') AS scene,
        i.quantity,
        greatest(i.quantity * i.unit_price, 0) AS sold,
        greatest(-i.quantity * i.unit_price, 0) AS returned
    FROM main.order_items AS i
    INNER JOIN placed AS p ON p.order_id = i.order_id
),
numbered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY order_key ORDER BY sku, sold, returned, quantity, category, scene
        ) AS position
    FROM lines
),
running AS (
    SELECT
        *,
        sum(sold) OVER upto / nullif(sum(sold) OVER whole, 0) AS sold_share,
        sum(returned) OVER upto / nullif(sum(returned) OVER whole, 0) AS returned_share,
        position / count(*) OVER whole AS even_share
    FROM numbered
    WINDOW
        whole AS (PARTITION BY order_key),
        upto AS (PARTITION BY order_key ORDER BY position)
),
shares AS (
    SELECT
        *,
        coalesce(sold_share, even_share) AS gross_to,
        coalesce(returned_share, sold_share, even_share) AS refund_to
    FROM running
),
weighted AS (
    SELECT
        *,
        lag(gross_to, 1, 0) OVER upto AS gross_from,
        lag(refund_to, 1, 0) OVER upto AS refund_from
    FROM shares
    WINDOW upto AS (PARTITION BY order_key ORDER BY position)
)
SELECT
    o.placed_day,
    o.placed_hour,
    o.paid_day,
    o.paid_hour,
    o.channel,
    o.campaign,
    o.region,
    o.device,
    o.payment_method,
    o.customer_type,
    w.category,
    w.sku,
    w.scene,
    o.order_key,
    o.buyer,
    o.is_order,
    o.is_paid,
    CASE WHEN w.order_key IS NULL THEN o.gross_amount
        ELSE round(o.gross_amount * w.gross_to, 4) - round(o.gross_amount * w.gross_from, 4) END,
    CASE WHEN w.order_key IS NULL THEN o.paid_amount
        ELSE round(o.paid_amount * w.gross_to, 4) - round(o.paid_amount * w.gross_from, 4) END,
    CASE WHEN w.order_key IS NULL THEN o.refund_amount
        ELSE round(o.refund_amount * w.refund_to, 4) - round(o.refund_amount * w.refund_from, 4) END,
    CASE WHEN w.order_key IS NULL THEN o.discount_amount
        ELSE round(o.discount_amount * w.gross_to, 4) - round(o.discount_amount * w.gross_from, 4) END,
    w.quantity
FROM mart.orders AS o
LEFT JOIN weighted AS w ON w.order_key = o.order_key
WHERE o.placed_day >= $first AND o.placed_day < $after
ORDER BY o.placed_day;
