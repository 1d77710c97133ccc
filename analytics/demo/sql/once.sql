-- Tables written once, after all orders.

-- Everybody who ever ordered. The tier follows what was paid in the last year before the end.
INSERT INTO main.customers BY NAME
SELECT
    o.customer_id,
    min(o.ordered_at) - INTERVAL 5 MINUTE AS first_seen_at,
    1 + part_of(hash($seed, o.customer_id), 'birthday', 12) AS birthday_month,
    CASE
        WHEN coalesce(sum(o.paid_amount) FILTER (WHERE o.ordered_at >= moment($year_ago_us)), 0)
            >= 3000 THEN '黑金'
        WHEN coalesce(sum(o.paid_amount) FILTER (WHERE o.ordered_at >= moment($year_ago_us)), 0)
            >= 1000 THEN '金卡'
        WHEN count(*) > 1 THEN '银卡'
        ELSE '普通'
    END AS member_tier,
    draw(hash($seed, o.customer_id), 'consent') < 0.82 AS consent,
    $load AS _load
FROM main.orders AS o
WHERE o.customer_id IS NOT NULL
GROUP BY o.customer_id;

-- Every morning at six: the eight best of each category, restocked every three weeks.
INSERT INTO main.inventory BY NAME
SELECT
    moment(d.midnight_us + 21600000000) AS "at",
    a.sku,
    CASE
        WHEN a.sku = $stock_out_sku AND d.day_no >= $stock_out_from
            AND d.day_no < $stock_out_until THEN 0
        ELSE round(
            $scale * (40 + 400 / (a.rank + 1))
            * (1.15 - (d.day_no + part_of(hash($seed, a.sku), 'restock', 21)) % 21 / 21.0)
        ) + 5
    END AS on_hand,
    $load AS _load
FROM demo_day AS d
CROSS JOIN demo_article AS a
WHERE a.rank < 8;

-- Content: eight posts a day; a tenth advertise, a fifth offer a benefit, the rest are useful.
INSERT INTO main.posts BY NAME
WITH planned AS (
    SELECT
        d.midnight_us,
        hash($seed, d.day_no, n, 'post') AS key,
        d.day_no * 8 + n AS post_no,
        ['抖音', '抖音', '抖音', '小红书', '小红书', '小红书', '微信', '微信'][1 + n] AS platform
    FROM demo_day AS d
    CROSS JOIN range(8) AS r (n)
),

viewed AS (
    SELECT
        *,
        CASE
            WHEN draw(key, 'kind') < 0.70 THEN 'useful'
            WHEN draw(key, 'kind') < 0.90 THEN 'benefit'
            ELSE 'advertising'
        END AS kind,
        CAST(
            CASE platform WHEN '抖音' THEN 9000 WHEN '小红书' THEN 3200 ELSE 900 END
            * exp(3 * (draw(key, 'luck') - 0.5) + 2 * pow(draw(key, 'hit'), 12)) AS BIGINT
        ) AS views
    FROM planned
)

SELECT
    moment(midnight_us + CAST((9 + 13 * draw(key, 'hour')) * 3600e6 AS BIGINT)) AS posted_at,
    platform,
    'P' || lpad(CAST(post_no AS VARCHAR), 6, '0') AS post_id,
    CASE WHEN draw(key, 'own') < 0.5 THEN '品牌官方'
        ELSE list_extract($creators::VARCHAR [], 1 + part_of(key, 'creator', len($creators::VARCHAR [])))
    END AS creator,
    kind,
    views,
    CAST(views * (0.12 + 0.3 * draw(key, 'end')) AS BIGINT) AS completions,
    CAST(views * (0.01 + 0.05 * draw(key, 'like')) AS BIGINT) AS likes,
    CAST(views * (0.001 + 0.008 * draw(key, 'talk')) AS BIGINT) AS comments,
    CAST(views * (0.001 + 0.006 * draw(key, 'share')) AS BIGINT) AS shares,
    CAST(
        CASE WHEN draw(key, 'own') < 0.5 THEN 0 ELSE round(200 + 1800 * draw(key, 'fee'), 2) END
        AS DECIMAL(18, 4)
    ) AS cost,
    kind = 'advertising' AS promo,
    $load AS _load
FROM viewed;

-- Everybody known who ordered while the experiment ran; what they had paid in the 90 days before.
INSERT INTO main.experiment_units BY NAME
SELECT
    $experiment AS experiment,
    CASE
        part_of(
            hash($seed, CAST(substr(customer_id, 2) AS BIGINT), FALSE, 'person'), 'variant', 2
        )
        WHEN 1 THEN 'treatment' ELSE 'control'
    END AS variant,
    customer_id AS unit_id,
    min(ordered_at) FILTER (WHERE ordered_at >= moment($experiment_from_us))
    - INTERVAL 10 SECOND AS assigned_at,
    coalesce(
        CAST(sum(paid_amount) FILTER (WHERE ordered_at < moment($experiment_from_us)) AS DOUBLE), 0
    ) AS pre_value,
    $load AS _load
FROM main.orders
WHERE
    customer_id IS NOT NULL
    AND channel <> $offline
    AND ordered_at >= moment($experiment_from_us - 7776000000000)
    AND ordered_at < moment($experiment_until_us)
GROUP BY customer_id
HAVING count(*) FILTER (WHERE ordered_at >= moment($experiment_from_us)) > 0
