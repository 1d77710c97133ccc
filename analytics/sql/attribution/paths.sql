-- Grain: a distinct journey by the words asked, on page $page of $pages: of orders, and of people
-- whose touches in the period led to none (a silence longer than the look-back parts two journeys).
-- A path is its steps' words, first touch first: chr(31) after the channel, chr(30) between steps.
WITH bought AS (
    SELECT
        order_key,
        string_agg(
            coalesce(CASE WHEN $by_channel THEN channel END, '')
            || chr(31) || coalesce(CASE WHEN $by_campaign THEN campaign END, ''),
            chr(30) ORDER BY place
        ) AS path
    FROM steps
    WHERE journey
    GROUP BY order_key
),
idle AS (
    SELECT
        *,
        CASE
            WHEN channel IS NULL THEN 0
            WHEN list_contains($direct, lower(channel)) THEN 1
            ELSE 2
        END AS rank,
        coalesce(
            touched_at - lag(touched_at) OVER (PARTITION BY person ORDER BY touched_at)
            > $window_days * INTERVAL 1 DAY,
            FALSE
        ) AS begins
    FROM led
    WHERE
        (order_key IS NULL OR age_days > $window_days)
        AND touched_at >= timezone($zone, CAST($start AS TIMESTAMP))
),
parted AS (
    SELECT
        *,
        count(*) FILTER (begins) OVER (PARTITION BY person ORDER BY touched_at) AS run
    FROM idle
),
named AS (
    SELECT * FROM parted
    WHERE rank > 0
    QUALIFY rank = max(rank) OVER (PARTITION BY person, run)
),
left_off AS (
    SELECT
        string_agg(
            coalesce(CASE WHEN $by_channel THEN channel END, '')
            || chr(31) || coalesce(CASE WHEN $by_campaign THEN campaign END, ''),
            chr(30) ORDER BY touched_at, channel, campaign NULLS FIRST
        ) AS path
    FROM named
    GROUP BY person, run
),
journeys AS (
    SELECT
        b.path,
        sum(c.orders) AS orders,
        0 AS nulls,
        sum(c.value) AS value,
        sum(c.refunds) AS refunds,
        sum(c.new_buyers) AS new_buyers
    FROM bought AS b
    INNER JOIN counted AS c ON c.order_key = b.order_key
    GROUP BY b.path
    UNION ALL
    SELECT path, 0, count(*), 0, 0, 0 FROM left_off GROUP BY path
)
SELECT path, sum(orders), sum(nulls), sum(value), sum(refunds), sum(new_buyers)
FROM journeys
WHERE hash(path) % $pages = $page
GROUP BY path
ORDER BY path
