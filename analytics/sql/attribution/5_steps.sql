-- Grain: a step of an order's journey: a touch that led to it, and last what stands on the order
-- itself, which takes the place of a last touch of the same channel. Steps without a channel give
-- way to named ones, direct ones ($direct) to those of other channels. `place` counts from 1;
-- `age_days`: how much older it is than the last step; `journey`: a touch is left beside what stands
-- on the order. Only orders that touches led to.
WITH followed AS (
    SELECT
        l.*,
        CASE
            WHEN l.channel IS NULL THEN 0
            WHEN list_contains($direct, lower(l.channel)) THEN 1
            ELSE 2
        END AS rank
    FROM led AS l
    SEMI JOIN counted AS c ON c.order_key = l.order_key
    WHERE l.age_days <= $window_days
),
latest AS (
    SELECT
        order_key,
        max(rank) AS rank,
        arg_max(
            {'channel': channel, 'campaign': campaign, 'age_days': age_days},
            (rank, touched_at, named, coalesce(channel, ''), coalesce(campaign, ''))
        ) AS touch
    FROM followed
    GROUP BY order_key
),
stood AS (
    SELECT
        l.order_key,
        l.touch,
        c.channel,
        c.campaign,
        CASE
            WHEN c.channel IS NULL THEN 0
            WHEN list_contains($direct, lower(c.channel)) THEN 1
            ELSE 2
        END AS own_rank,
        greatest(l.rank, own_rank) AS rank,
        l.rank = own_rank
        AND coalesce(c.channel = l.touch.channel, FALSE)
        AND coalesce(c.campaign = l.touch.campaign, TRUE) AS is_touch,
        own_rank >= l.rank AND NOT is_touch AS closes
    FROM latest AS l
    INNER JOIN counted AS c ON c.order_key = l.order_key
),
placed AS (
    SELECT
        f.*,
        s.campaign AS own_campaign,
        s.is_touch,
        s.closes,
        f.age_days - CASE WHEN s.closes THEN 0 ELSE s.touch.age_days END AS older_days,
        row_number() OVER (
            PARTITION BY f.order_key
            ORDER BY f.touched_at, f.named, f.channel, f.campaign NULLS FIRST
        ) AS place,
        count(*) OVER (PARTITION BY f.order_key) AS touches
    FROM followed AS f
    INNER JOIN stood AS s ON s.order_key = f.order_key AND s.rank = f.rank
)
SELECT
    order_key,
    channel,
    CASE
        WHEN rank = 0 THEN NULL
        WHEN is_touch AND place = touches THEN coalesce(own_campaign, campaign)
        ELSE campaign
    END AS campaign,
    rank > 0 AS attributed,
    rank > 0 AS journey,
    older_days AS age_days,
    place,
    touches + CAST(closes AS INTEGER) AS size
FROM placed
UNION ALL
SELECT
    s.order_key,
    s.channel,
    CASE WHEN s.rank > 0 THEN s.campaign END,
    s.rank > 0,
    s.rank > 0 AND p.touches IS NOT NULL,
    0,
    coalesce(p.touches, 0) + 1,
    coalesce(p.touches, 0) + 1
FROM stood AS s
LEFT JOIN placed AS p ON p.order_key = s.order_key AND p.place = 1
WHERE s.closes
