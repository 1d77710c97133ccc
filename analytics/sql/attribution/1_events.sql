-- Grain: a visit; one without a session's name ends with half an hour of silence. It came by the
-- first channel seen in it. Advertisements seen or clicked elsewhere are no visits yet, bots none.
-- A visitor who ever signed in is the customer they were last.
WITH seen AS (
    SELECT
        visitor_id,
        nullif(customer_id, '') AS customer_id,
        nullif(session_id, '') AS session_id,
        event_at,
        nullif(channel, '') AS channel,
        nullif(campaign, '') AS campaign
    FROM main.events
    WHERE
        event_at >= (SELECT touched_from FROM bounds)
        AND event_at < (SELECT touched_until FROM bounds)
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
        session_id IS NULL AND event_at - lag(event_at) OVER (
            PARTITION BY visitor_id, session_id ORDER BY event_at
        ) > INTERVAL 30 MINUTE AS begins
    FROM seen
),
numbered AS (
    SELECT
        *,
        count(*) FILTER (begins) OVER (
            PARTITION BY visitor_id, session_id ORDER BY event_at
        ) AS silence
    FROM rested
),
visits AS (
    SELECT
        visitor_id,
        min(event_at) AS touched_at,
        arg_min(
            {'channel': channel, 'campaign': campaign},
            (event_at, channel, coalesce(campaign, ''))
        ) FILTER (channel IS NOT NULL) AS source
    FROM numbered
    GROUP BY visitor_id, session_id, silence
),
people AS (
    SELECT visitor_id, arg_max(customer_id, (event_at, customer_id)) AS customer_id
    FROM seen
    WHERE customer_id IS NOT NULL
    GROUP BY visitor_id
)
SELECT
    coalesce(p.customer_id, v.visitor_id) AS person,
    v.touched_at,
    v.source.channel AS channel,
    v.source.campaign AS campaign,
    CAST(NULL AS VARCHAR) AS order_id
FROM visits AS v
LEFT JOIN people AS p ON p.visitor_id = v.visitor_id
