-- Grain: a step of an order's journey: a touch that led to it, and last what stands on the order
-- itself, which takes the place of a last touch of the same channel. Steps without a channel give
-- way to named ones, direct ones ($direct) to those of other channels. `place` counts from 1;
-- `journey`: the order has a touch of its own beside what stands on it.
WITH stacked AS (
    SELECT
        l.order_key, l.channel, l.campaign, l.touched_at, l.age_days, FALSE AS closing, l.named
    FROM led AS l
    INNER JOIN counted AS c ON c.order_key = l.order_key
    WHERE l.age_days <= $window_days
    UNION ALL
    SELECT order_key, channel, campaign, NULL, 0, TRUE, TRUE FROM counted
),
ranked AS (
    SELECT
        *,
        CASE
            WHEN channel IS NULL THEN 0
            WHEN list_contains($direct, lower(channel)) THEN 1
            ELSE 2
        END AS rank
    FROM stacked
),
kept AS (
    SELECT * FROM ranked
    QUALIFY rank = max(rank) OVER (PARTITION BY order_key)
),
neighboured AS (
    SELECT
        *,
        lag({'channel': channel, 'campaign': campaign, 'age_days': age_days}) OVER ahead AS before,
        lead({'channel': channel, 'campaign': campaign, 'closing': closing}) OVER ahead AS after
    FROM kept
    WINDOW
        ahead AS (
            PARTITION BY order_key
            ORDER BY closing, touched_at, named, channel, campaign NULLS FIRST
        )
),
merged AS (
    SELECT
        order_key,
        channel,
        rank,
        touched_at,
        closing,
        closing
        AND before.channel = channel
        AND (
            before.campaign = campaign OR before.campaign IS NULL OR campaign IS NULL
        ) AS stands_for_touch,
        CASE WHEN stands_for_touch THEN coalesce(campaign, before.campaign) ELSE campaign END
            AS step_campaign,
        CASE WHEN stands_for_touch THEN before.age_days ELSE age_days END AS step_age,
        coalesce(
            after.closing
            AND after.channel = channel
            AND (after.campaign = campaign OR after.campaign IS NULL OR campaign IS NULL),
            FALSE
        ) AS stood_for,
        named,
        campaign
    FROM neighboured
)
SELECT
    order_key,
    channel,
    CASE WHEN rank > 0 THEN step_campaign END AS campaign,
    rank > 0 AS attributed,
    rank > 0 AND bool_or(NOT closing OR coalesce(stands_for_touch, FALSE)) OVER whole AS journey,
    step_age AS age_days,
    row_number() OVER (whole ORDER BY closing, touched_at, named, channel, campaign NULLS FIRST)
        AS place,
    count(*) OVER whole AS size
FROM merged
WHERE NOT stood_for
WINDOW whole AS (PARTITION BY order_key)
