-- The hourly traffic export of the days [$from_day, $until_day).

-- The platforms' export: every hour of every day and campaign, bots taken out. Where only a part
-- of the visits became events ($browsing < 1) it still speaks for all of them. Dwell is the sum
-- over the hour's sessions.
INSERT INTO main.traffic BY NAME
WITH sessions AS (
    SELECT
        cell_no,
        (at_us - midnight_us) // 3600000000 AS hour,
        visitor_id,
        TRUE AS bought,
        4 AS depth,
        CAST(60 + 400 * draw(key, 'dwell') AS BIGINT) AS dwell
    FROM demo_journey
    WHERE step = 0
    UNION ALL
    SELECT
        cell_no,
        (visited_us - midnight_us) // 3600000000,
        CASE WHEN buyer_no IS NULL THEN 'v' || stranger_no ELSE 'u' || buyer_no END,
        FALSE,
        depth,
        CAST(CASE depth WHEN 1 THEN 4 ELSE 40 END + 90 * depth * draw(key, 'dwell') AS BIGINT)
    FROM demo_visit
),

counted AS (
    SELECT
        cell_no,
        hour,
        count(*) AS rows_seen,
        count(DISTINCT visitor_id) AS people,
        count(*) FILTER (WHERE bought) AS buying,
        count(*) FILTER (WHERE NOT bought) AS looking,
        count(*) FILTER (WHERE NOT bought AND depth > 1) AS viewing,
        count(*) FILTER (WHERE NOT bought AND depth > 2) AS carting,
        count(*) FILTER (WHERE NOT bought AND depth > 3) AS checking,
        sum(dwell) FILTER (WHERE bought) AS buying_seconds,
        sum(dwell) FILTER (WHERE NOT bought) AS looking_seconds
    FROM sessions
    GROUP BY cell_no, hour
),

hours AS (
    SELECT
        cell_no,
        hour,
        CAST(round(buying + looking / $browsing) AS BIGINT) AS sessions,
        CAST(round(people * (buying + looking / $browsing) / rows_seen) AS BIGINT) AS visitors,
        CAST(round((looking - viewing) / $browsing) AS BIGINT) AS bounces,
        CAST(round(buying + viewing / $browsing) AS BIGINT) AS item_views,
        CAST(round(buying + carting / $browsing) AS BIGINT) AS add_to_carts,
        CAST(round(buying + checking / $browsing) AS BIGINT) AS checkouts,
        round(coalesce(buying_seconds, 0) + coalesce(looking_seconds, 0) / $browsing)
            AS dwell_seconds
    FROM counted
)

SELECT
    moment(d.midnight_us + t.hour * 3600000000) AS "at",
    c.channel,
    c.campaign,
    CAST(floor(c.impressions * t.high) - floor(c.impressions * t.low) AS BIGINT) AS impressions,
    CAST(floor(c.clicks * t.high) - floor(c.clicks * t.low) AS BIGINT) AS clicks,
    coalesce(h.visitors, 0) AS visitors,
    coalesce(h.sessions, 0) AS sessions,
    coalesce(h.bounces, 0) AS bounces,
    coalesce(h.dwell_seconds, 0) AS dwell_seconds,
    coalesce(h.item_views, 0) AS item_views,
    coalesce(h.add_to_carts, 0) AS add_to_carts,
    coalesce(h.checkouts, 0) AS checkouts,
    $load AS _load
FROM demo_cell AS c
INNER JOIN demo_day AS d ON c.day_no = d.day_no
INNER JOIN demo_hour AS t ON d.opening = t.opening AND t.hour * 3600000000 < d.length_us
LEFT JOIN hours AS h ON c.cell_no = h.cell_no AND t.hour = h.hour
WHERE
    c.day_no >= $from_day
    AND c.day_no < $until_day
    AND c.channel <> $offline
    AND NOT (c.channel = $late_channel AND c.day_no = $late_day)
