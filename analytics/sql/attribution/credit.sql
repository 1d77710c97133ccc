-- Grain: model × (day) × channel × campaign, those asked for. `journey`: of orders with a touch of
-- their own; keys without any credit are left out. The weights of an order's steps add up to one,
-- an order no touch led to is credited to what stands on it. Time decay: 2^(−days ÷ half-life).
WITH models AS (
    SELECT unnest($models) AS model
),
shared AS (
    SELECT
        *,
        pow(2, -age_days / $half_life_days) AS freshness,
        freshness / sum(freshness) OVER (PARTITION BY order_key) AS fresh_share
    FROM steps
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
    CROSS JOIN models AS m
),
standing AS (
    SELECT
        paid_day,
        channel,
        CASE WHEN channel IS NOT NULL THEN campaign END AS campaign,
        count(*) AS weight,
        sum(orders) AS orders,
        sum(value) AS value,
        sum(refunds) AS refunds,
        sum(new_buyers) AS new_buyers
    FROM counted AS c
    ANTI JOIN steps AS s ON s.order_key = c.order_key
    GROUP BY ALL
),
together AS (
    SELECT
        d.model,
        c.paid_day,
        d.attributed,
        d.journey,
        d.channel,
        d.campaign,
        d.weight,
        d.weight * c.orders AS orders,
        d.weight * c.value AS value,
        d.weight * c.refunds AS refunds,
        d.weight * c.new_buyers AS new_buyers
    FROM credited AS d
    INNER JOIN counted AS c ON c.order_key = d.order_key
    UNION ALL
    SELECT
        m.model,
        s.paid_day,
        s.channel IS NOT NULL,
        FALSE,
        s.channel,
        s.campaign,
        s.weight,
        s.orders,
        s.value,
        s.refunds,
        s.new_buyers
    FROM standing AS s
    CROSS JOIN models AS m
)
SELECT
    model,
    CASE WHEN $daily THEN paid_day END AS day,
    attributed,
    journey,
    CASE WHEN $by_channel THEN channel END AS channel,
    CASE WHEN $by_campaign THEN campaign END AS campaign,
    sum(orders),
    sum(value),
    sum(refunds),
    sum(new_buyers)
FROM together
GROUP BY ALL
HAVING sum(weight) > 0
ORDER BY ALL
