-- Grain: a visit; one without a session's name ends with half an hour of silence. It came by the
-- first channel seen in it. Advertisements seen or clicked elsewhere are no visits yet, bots none.
-- A visitor who signed in on these days is the customer they were last. Persons are 64-bit keys.
WITH seen AS (
    SELECT
        hash(visitor_id) AS visitor,
        CASE WHEN customer_id <> '' THEN hash(customer_id) END AS customer,
        CASE WHEN session_id <> '' THEN hash(session_id) END AS session,
        event_at,
        nullif(channel, '') AS channel,
        nullif(campaign, '') AS campaign
    FROM main.events
    WHERE
        event_at >= $from
        AND event_at < $until
        AND event NOT IN ('impression', 'click')
        AND NOT CASE
            WHEN is_bot IS NOT NULL THEN is_bot
            ELSE coalesce(
                regexp_matches(user_agent, 'bot|spider|crawl|slurp|headless', 'i'), FALSE
            )
        END
),
rested AS (
    SELECT
        *,
        coalesce(
            event_at - lag(event_at) OVER (PARTITION BY visitor ORDER BY event_at)
            > INTERVAL 30 MINUTE,
            FALSE
        ) AS begins
    FROM seen
    WHERE session IS NULL
),
parted AS (
    SELECT visitor, session, event_at, channel, campaign, 0 AS silence
    FROM seen
    WHERE session IS NOT NULL
    UNION ALL
    SELECT
        visitor,
        session,
        event_at,
        channel,
        campaign,
        count(*) FILTER (begins) OVER (PARTITION BY visitor ORDER BY event_at)
    FROM rested
),
visits AS (
    SELECT
        visitor,
        min(event_at) AS touched_at,
        arg_min(
            {'channel': channel, 'campaign': campaign},
            (event_at, channel, coalesce(campaign, ''))
        ) FILTER (channel IS NOT NULL) AS source
    FROM parted
    GROUP BY visitor, session, silence
),
people AS (
    SELECT visitor, arg_max(customer, (event_at, customer)) AS customer
    FROM seen
    WHERE customer IS NOT NULL
    GROUP BY visitor
)
SELECT
    coalesce(p.customer, v.visitor) AS person,
    v.touched_at,
    v.source.channel AS channel,
    v.source.campaign AS campaign,
    CAST(NULL AS UBIGINT) AS order_key
FROM visits AS v
LEFT JOIN people AS p ON p.visitor = v.visitor
