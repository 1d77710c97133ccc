-- Grain: a visitor in an hour × channel × campaign × device × region. Seeing or clicking an
-- advertisement elsewhere is not yet a visit. Where no flag is given, the user agent tells a bot.
INSERT INTO mart.visits
SELECT
    CAST(timezone($zone, event_at) AS DATE) AS day,
    CAST(hour(timezone($zone, event_at)) AS UTINYINT) AS hour,
    nullif(channel, ''),
    nullif(campaign, ''),
    nullif(device, ''),
    nullif(region, ''),
    hash(visitor_id)
FROM main.events
WHERE
    event_at >= $from
    AND event_at < $until
    AND event NOT IN ('impression', 'click')
    AND NOT coalesce(
        is_bot, regexp_matches(user_agent, 'bot|spider|crawl|slurp|headless', 'i'), FALSE
    )
GROUP BY ALL
ORDER BY day, hour;
