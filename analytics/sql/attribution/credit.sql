-- Grain: model × (day) × channel × campaign, those asked for. `journeys`: orders with a touch of
-- their own; keys without any credit are left out. The weights of an order's steps add up to one. Time decay: 2^(−days ÷ half-life).
WITH weighed AS (
    SELECT
        s.*,
        pow(2, (min(age_days) OVER whole - age_days) / $half_life_days) AS freshness
    FROM steps AS s
    WINDOW whole AS (PARTITION BY order_key)
),
shared AS (
    SELECT
        *,
        freshness / sum(freshness) OVER (PARTITION BY order_key) AS fresh_share
    FROM weighed
),
credited AS (
    SELECT
        m.model,
        s.*,
        CASE m.model
            WHEN 'last' THEN CAST(place = size AS INTEGER)
            WHEN 'first' THEN CAST(place = 1 AS INTEGER)
            WHEN 'linear' THEN 1 / size
            WHEN 'time_decay' THEN fresh_share
            WHEN 'position' THEN CASE
                WHEN size <= 2 THEN 1 / size
                WHEN place IN (1, size) THEN 0.4
                ELSE 0.2 / (size - 2)
            END
        END AS weight
    FROM shared AS s
    CROSS JOIN (SELECT unnest($models) AS model) AS m
)
SELECT
    d.model,
    CASE WHEN $daily THEN c.paid_day END AS day,
    d.attributed,
    d.journey,
    CASE WHEN $by_channel THEN d.channel END AS channel,
    CASE WHEN $by_campaign THEN d.campaign END AS campaign,
    sum(d.weight * c.orders),
    sum(d.weight * c.value),
    sum(d.weight * c.refunds),
    sum(d.weight * c.new_buyers)
FROM credited AS d
INNER JOIN counted AS c ON c.order_key = d.order_key
GROUP BY ALL
HAVING sum(d.weight) > 0
ORDER BY ALL
