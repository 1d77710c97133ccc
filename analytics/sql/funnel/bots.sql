-- Grain: one row. events, and bots: those of them that a flag or the user agent tells for a bot's.
SELECT
    count(*) AS events,
    count(*) FILTER (
        CASE
            WHEN is_bot IS NOT NULL THEN is_bot
            ELSE coalesce(
                regexp_matches(user_agent, 'bot|spider|crawl|slurp|headless', 'i'), FALSE
            )
        END
    ) AS bots
FROM main.events
WHERE
    event_at >= $from
    AND event_at < $until
    AND (len(CAST($channel AS VARCHAR[])) = 0 OR list_contains(CAST($channel AS VARCHAR[]), coalesce(channel, '')))
    AND (len(CAST($campaign AS VARCHAR[])) = 0 OR list_contains(CAST($campaign AS VARCHAR[]), coalesce(campaign, '')))
    AND (len(CAST($device AS VARCHAR[])) = 0 OR list_contains(CAST($device AS VARCHAR[]), coalesce(device, '')))
    AND (len(CAST($region AS VARCHAR[])) = 0 OR list_contains(CAST($region AS VARCHAR[]), coalesce(region, '')))
