-- Grain: shop day × channel × campaign, in shop currency. What was spent, and the part of it that
-- is a commission: a share of the sales.
SELECT
    CAST(timezone($zone, "at") AS DATE) AS day,
    nullif(channel, '') AS channel,
    nullif(campaign, '') AS campaign,
    CAST(
        sum(
            media_cost + coalesce(labor_cost, 0) + coalesce(creative_cost, 0)
            + coalesce(commission, 0)
        ) AS DOUBLE
    ) AS spend,
    CAST(sum(coalesce(commission, 0)) AS DOUBLE) AS fees
FROM main.ad_spend
WHERE CAST(timezone($zone, "at") AS DATE) >= $start AND CAST(timezone($zone, "at") AS DATE) < $end
GROUP BY ALL
ORDER BY ALL
