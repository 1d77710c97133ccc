-- Grain: a step of a visitor in a slice, bots left out, sorted by them and their places; a place
-- orders events by time, then by step: microseconds since 1970 × 64 + step. A slice is the word of
-- the dimension asked for ('' where there is none, or none is asked for).
SELECT
    hash(slice, visitor_id) AS person,
    epoch_us(event_at) * 64 + step AS place{group}
FROM (
    SELECT
        visitor_id,
        event_at,
        list_position($steps, event) AS step,
        coalesce(
            CASE $by
                WHEN 'channel' THEN channel
                WHEN 'campaign' THEN campaign
                WHEN 'device' THEN device
                WHEN 'region' THEN region
            END,
            ''
        ) AS slice
    FROM main.events
    WHERE
        event_at >= $from
        AND event_at < $follow
        AND list_contains($steps, event)
        AND NOT CASE
            WHEN is_bot IS NOT NULL THEN is_bot
            ELSE coalesce(
                regexp_matches(user_agent, 'bot|spider|crawl|slurp|headless', 'i'), FALSE
            )
        END
        AND (len(CAST($channel AS VARCHAR[])) = 0 OR list_contains(CAST($channel AS VARCHAR[]), coalesce(channel, '')))
        AND (len(CAST($campaign AS VARCHAR[])) = 0 OR list_contains(CAST($campaign AS VARCHAR[]), coalesce(campaign, '')))
        AND (len(CAST($device AS VARCHAR[])) = 0 OR list_contains(CAST($device AS VARCHAR[]), coalesce(device, '')))
        AND (len(CAST($region AS VARCHAR[])) = 0 OR list_contains(CAST($region AS VARCHAR[]), coalesce(region, '')))
)
ORDER BY person, place
