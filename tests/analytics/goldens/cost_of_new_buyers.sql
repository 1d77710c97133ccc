-- $start = 2026-11-02
-- $end = 2026-11-09
SELECT
    channel,
    campaign,
    MAX(spend) / nullif(MAX(new_buyers), 0) AS cac,
    MAX(spend) * 1000 / nullif(MAX(ad_impressions), 0) AS cpm
FROM (
    SELECT channel AS channel, campaign AS campaign, SUM(true_cost) AS spend, SUM(impressions) AS ad_impressions FROM mart.spend WHERE day >= $start AND day < $end GROUP BY 1, 2
    UNION ALL BY NAME
    SELECT channel AS channel, campaign AS campaign, COUNT(DISTINCT buyer) FILTER (is_paid AND customer_type = 'new') AS new_buyers FROM mart.orders WHERE paid_day >= $start AND paid_day < $end GROUP BY 1, 2
)
GROUP BY channel, campaign
ORDER BY channel, campaign
