-- Grain: a slice. Sums of the traffic exports; null where they leave a column out. Visitors are
-- those of each row added up, so somebody who comes again counts again.
SELECT
    coalesce(
        CASE $by WHEN 'channel' THEN channel WHEN 'campaign' THEN campaign WHEN 'device' THEN device END,
        ''
    ) AS slice,
    sum(impressions) AS impression,
    sum(clicks) AS click,
    sum(visitors) AS visit,
    sum(item_views) AS view_item,
    sum(add_to_carts) AS add_to_cart,
    sum(checkouts) AS checkout
FROM main.traffic
WHERE
    "at" >= $from
    AND "at" < $until
    AND (len(CAST($channel AS VARCHAR[])) = 0 OR list_contains(CAST($channel AS VARCHAR[]), coalesce(channel, '')))
    AND (len(CAST($campaign AS VARCHAR[])) = 0 OR list_contains(CAST($campaign AS VARCHAR[]), coalesce(campaign, '')))
    AND (len(CAST($device AS VARCHAR[])) = 0 OR list_contains(CAST($device AS VARCHAR[]), coalesce(device, '')))
GROUP BY slice
