-- Grain: a slice. Sums of the advertising accounts; null where they leave a column out.
SELECT
    coalesce(CASE $by WHEN 'channel' THEN channel WHEN 'campaign' THEN campaign END, '') AS slice,
    sum(impressions) AS impression,
    sum(clicks) AS click
FROM main.ad_spend
WHERE
    "at" >= $from
    AND "at" < $until
    AND (len(CAST($channel AS VARCHAR[])) = 0 OR list_contains(CAST($channel AS VARCHAR[]), coalesce(channel, '')))
    AND (len(CAST($campaign AS VARCHAR[])) = 0 OR list_contains(CAST($campaign AS VARCHAR[]), coalesce(campaign, '')))
GROUP BY slice
