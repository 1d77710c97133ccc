-- Grain: as loaded (hour or day × channel × campaign), placed on the shop's days.
INSERT INTO mart.traffic
SELECT
    CAST(timezone($zone, "at") AS DATE) AS day,
    CAST(hour(timezone($zone, "at")) AS UTINYINT),
    nullif(channel, ''),
    nullif(campaign, ''),
    nullif(device, ''),
    impressions,
    clicks,
    sessions,
    bounces,
    dwell_seconds,
    visitors
FROM main.traffic
WHERE "at" >= $from AND "at" < $until
ORDER BY day;

INSERT INTO mart.spend
SELECT
    CAST(timezone($zone, "at") AS DATE) AS day,
    CAST(hour(timezone($zone, "at")) AS UTINYINT),
    nullif(channel, ''),
    nullif(campaign, ''),
    media_cost,
    media_cost + coalesce(labor_cost, 0) + coalesce(creative_cost, 0) + coalesce(commission, 0),
    impressions,
    clicks
FROM main.ad_spend
WHERE "at" >= $from AND "at" < $until
ORDER BY day;

INSERT INTO mart.tickets
SELECT
    CAST(timezone($zone, opened_at) AS DATE) AS day,
    CAST(hour(timezone($zone, opened_at)) AS UTINYINT),
    nullif(channel, ''),
    date_diff('second', opened_at, first_response_at) / 60.0,
    date_diff('second', opened_at, resolved_at) / 3600.0,
    sentiment
FROM main.tickets
WHERE opened_at >= $from AND opened_at < $until
ORDER BY day;

INSERT INTO mart.posts
SELECT
    CAST(timezone($zone, posted_at) AS DATE) AS day,
    CAST(hour(timezone($zone, posted_at)) AS UTINYINT),
    platform,
    coalesce(likes, 0) + coalesce(comments, 0) + coalesce(shares, 0),
    views
FROM main.posts
WHERE posted_at >= $from AND posted_at < $until
ORDER BY day;

INSERT INTO mart.payments
SELECT
    CAST(timezone($zone, "at") AS DATE) AS day,
    CAST(hour(timezone($zone, "at")) AS UTINYINT),
    method,
    failure_code IS NOT NULL OR lower(outcome) IN ('fail', 'failed', 'failure', 'declined', 'error')
FROM main.payments
WHERE "at" >= $from AND "at" < $until
ORDER BY day;
