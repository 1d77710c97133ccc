-- Grain: a slice of events, and its hash by which events.sql tells of it.
SELECT DISTINCT
    hash(slice) AS "group",
    slice
FROM (
    SELECT
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
    WHERE event_at >= $from AND event_at < $until
)
