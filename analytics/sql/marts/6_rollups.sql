-- Grain: axis × day × channel. Rebuilt whole: it is one scan of mart.orders.
DELETE FROM mart.days;

INSERT INTO mart.days
SELECT
    'placed',
    placed_day,
    channel,
    count(*) FILTER (is_order),
    sum(gross_amount),
    sum(paid_amount),
    sum(refund_amount),
    sum(discount_amount)
FROM mart.orders
GROUP BY placed_day, channel
ORDER BY placed_day;

INSERT INTO mart.days
SELECT
    'paid',
    paid_day,
    channel,
    count(*) FILTER (is_order AND is_paid),
    sum(gross_amount),
    sum(paid_amount),
    sum(refund_amount),
    sum(discount_amount)
FROM mart.orders
WHERE paid_day IS NOT NULL
GROUP BY paid_day, channel
ORDER BY paid_day;

DELETE FROM mart.words;

INSERT INTO mart.words
WITH order_words AS (
    SELECT channel, campaign, region, device, payment_method, customer_type, count(*) AS weight
    FROM mart.orders
    GROUP BY ALL
),
item_words AS (
    SELECT category, sku, scene, count(*) AS weight FROM mart.items GROUP BY ALL
),
visit_words AS (
    SELECT channel, campaign, region, device, count(*) AS weight FROM mart.visits GROUP BY ALL
),
spend_words AS (
    SELECT channel, campaign, count(*) AS weight FROM mart.spend GROUP BY ALL
),
all_words AS (
    UNPIVOT order_words
    ON channel, campaign, region, device, payment_method, customer_type
    INTO NAME dimension VALUE word
    UNION ALL BY NAME
    UNPIVOT item_words ON category, sku, scene INTO NAME dimension VALUE word
    UNION ALL BY NAME
    UNPIVOT visit_words ON channel, campaign, region, device INTO NAME dimension VALUE word
    UNION ALL BY NAME
    UNPIVOT spend_words ON channel, campaign INTO NAME dimension VALUE word
)
SELECT dimension, word, sum(weight) FROM all_words GROUP BY ALL;
