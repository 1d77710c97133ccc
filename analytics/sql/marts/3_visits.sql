-- Grain: a visitor in an hour × channel × campaign × device × region. Seeing or clicking an
-- advertisement elsewhere is not yet a visit. Where no flag is given, the user agent tells a bot.
-- The clock's quarter hours are put on the shop's calendar once, not row by row.
INSERT INTO mart.visits
WITH quarters AS (
    SELECT
        quarter,
        timezone($zone, to_timestamp(quarter * 900)) AS local
    FROM range(CAST(epoch($from) AS BIGINT) // 900, CAST(epoch($until) AS BIGINT) // 900) AS r (quarter)
),
seen AS (
    SELECT
        epoch_ms(event_at) // 900000 AS quarter,
        channel,
        campaign,
        device,
        region,
        hash(visitor_id) AS visitor
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
)
SELECT
    CAST(q.local AS DATE) AS day,
    CAST(hour(q.local) AS UTINYINT) AS hour,
    nullif(s.channel, ''),
    nullif(s.campaign, ''),
    nullif(s.device, ''),
    nullif(s.region, ''),
    s.visitor
FROM seen AS s
INNER JOIN quarters AS q ON q.quarter = s.quarter
GROUP BY ALL
ORDER BY day, hour;
