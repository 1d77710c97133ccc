-- Grain: channel × campaign with spend. Its first and last shop day with spend; when it ends and
-- through whom it runs, where the table of campaigns says so.
SELECT
    s.channel,
    s.campaign,
    min(s.day) AS first_day,
    max(s.day) AS last_day,
    max(c.ends_on) AS ends_on,
    max(c.creator) AS creator
FROM mart.spend AS s
LEFT JOIN main.campaigns AS c ON c.campaign = s.campaign AND c.channel = s.channel
WHERE s.true_cost > 0 AND s.campaign IS NOT NULL
GROUP BY s.channel, s.campaign
