-- Grain: a slice. Distinct visitors, bots left out, who saw and who clicked an advertisement.
SELECT
    coalesce(
        CASE $by
            WHEN 'channel' THEN channel
            WHEN 'campaign' THEN campaign
            WHEN 'device' THEN device
            WHEN 'region' THEN region
        END,
        ''
    ) AS slice,
    count(DISTINCT visitor_id) FILTER (event = 'impression') AS impression,
    count(DISTINCT visitor_id) FILTER (event = 'click') AS click
FROM main.events
WHERE
    event_at >= $from
    AND event_at < $until
    AND event IN ('impression', 'click')
    AND NOT CASE
        WHEN is_bot IS NOT NULL THEN is_bot
        ELSE coalesce(regexp_matches(user_agent, 'bot|spider|crawl|slurp|headless', 'i'), FALSE)
    END
    AND (len(CAST($channel AS VARCHAR[])) = 0 OR list_contains(CAST($channel AS VARCHAR[]), coalesce(channel, '')))
    AND (len(CAST($campaign AS VARCHAR[])) = 0 OR list_contains(CAST($campaign AS VARCHAR[]), coalesce(campaign, '')))
    AND (len(CAST($device AS VARCHAR[])) = 0 OR list_contains(CAST($device AS VARCHAR[]), coalesce(device, '')))
    AND (len(CAST($region AS VARCHAR[])) = 0 OR list_contains(CAST($region AS VARCHAR[]), coalesce(region, '')))
GROUP BY slice
