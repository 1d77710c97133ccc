-- Spend, marketing touches and tickets of the days [$from_day, $until_day).

-- Grain: day × campaign. The commission is a share of what the campaign's orders paid.
INSERT INTO main.ad_spend BY NAME
SELECT
    moment(d.midnight_us) AS "at",
    c.channel,
    CAST(c.media_cost AS DECIMAL(18, 4)) AS media_cost,
    c.campaign,
    c.impressions,
    c.clicks,
    CAST(c.labor_cost AS DECIMAL(18, 4)) AS labor_cost,
    CAST(c.creative_cost AS DECIMAL(18, 4)) AS creative_cost,
    CAST(round(c.commission * coalesce(o.paid, 0), 2) AS DECIMAL(18, 4)) AS commission,
    $load AS _load
FROM demo_cell AS c
INNER JOIN demo_day AS d ON c.day_no = d.day_no
LEFT JOIN (
    SELECT
        cell_no,
        sum(paid_amount) AS paid
    FROM demo_order
    GROUP BY cell_no
) AS o ON c.cell_no = o.cell_no
WHERE c.day_no >= $from_day AND c.day_no < $until_day AND c.campaign IS NOT NULL;

-- A sixth of the paid orders have a known journey of one to four touches; the last one is the
-- click the order came by. A few visits without an order left touches too. A person is the
-- customer where known, else the visitor.
INSERT INTO main.touchpoints BY NAME
WITH journeys AS (
    SELECT
        order_id,
        key,
        day_no,
        channel,
        campaign,
        paid_amount,
        placed_us,
        'C' || lpad(CAST(buyer_no AS VARCHAR), 8, '0') AS person_id,
        unnest(range(1 + CAST(floor(4 * draw(key, 'touches')) AS INTEGER))) AS back
    FROM demo_order
    WHERE paid AND NOT offline AND buyer_no IS NOT NULL AND draw(key, 'journey') < 0.16
),

dated AS (
    SELECT
        *,
        stir(key, 'touch' || back) AS touch,
        greatest(0, day_no - CAST(floor(back * 4.5 * draw(key, 'days' || back)) AS INTEGER))
            AS touched_on
    FROM journeys
)

SELECT
    moment(
        CASE
            WHEN j.back = 0 THEN greatest(d.midnight_us, j.placed_us - 900000000)
            ELSE greatest(
                d.midnight_us,
                least(
                    d.midnight_us + CAST(draw(j.touch, 'time') * 86000e6 AS BIGINT),
                    j.placed_us - j.back * 1200000000
                )
            )
        END
    ) AS "at",
    j.person_id,
    CASE WHEN j.back = 0 THEN j.channel ELSE t.channel END AS channel,
    CASE WHEN j.back = 0 THEN j.campaign ELSE t.campaign END AS campaign,
    CASE WHEN j.back > 0 AND draw(j.touch, 'kind') < 0.45 THEN 'impression' ELSE 'click' END
        AS kind,
    CASE WHEN j.back = 0 THEN j.order_id END AS converted_order_id,
    CASE WHEN j.back = 0 THEN j.paid_amount END AS value,
    $load AS _load
FROM dated AS j
INNER JOIN demo_day AS d ON j.touched_on = d.day_no
INNER JOIN demo_touch AS t ON j.touched_on = t.day_no AND part_of(j.touch, 'slot', 64) = t.slot
UNION ALL
SELECT
    moment(visited_us),
    coalesce(customer_id, visitor_id),
    channel,
    campaign,
    'click',
    NULL,
    NULL,
    $load
FROM demo_caller
WHERE draw(key, 'journey') < 0.02;

-- One order in thirty raises a question or a complaint within days; on the days of the planted
-- burst many more do, all about quality.
INSERT INTO main.tickets BY NAME
WITH usual AS (
    SELECT
        key,
        channel,
        settled_us + 3600000000 + CAST(draw(key, 'when') * 4 * 86400e6 AS BIGINT) AS opened_us,
        CASE
            WHEN failures > 0 AND NOT paid THEN 'payment'
            WHEN refunded THEN 'refund'
            ELSE ['logistics', 'size', 'quality', 'question', 'question', 'invoice'][
                1 + part_of(key, 'topic', 6)
            ]
        END AS kind,
        0.0 AS anger
    FROM demo_order
    WHERE draw(key, 'ticket') < CASE WHEN refunded OR failures > 0 THEN 0.12 ELSE 0.028 END
),

burst AS (
    SELECT
        hash($seed, n, 'burst') AS key,
        $burst_channel AS channel,
        $burst_from_us
        + CAST(draw(hash($seed, n, 'burst'), 'when') * ($burst_until_us - $burst_from_us) AS BIGINT)
            AS opened_us,
        'quality' AS kind,
        0.45 AS anger
    FROM range($burst_tickets) AS r (n)
    WHERE $burst_day >= $from_day AND $burst_day < $until_day
),

felt AS (
    SELECT
        *,
        CASE kind
            WHEN 'question' THEN 0.25
            WHEN 'size' THEN 0.0
            WHEN 'invoice' THEN 0.05
            WHEN 'logistics' THEN -0.25
            WHEN 'payment' THEN -0.4
            WHEN 'refund' THEN -0.3
            ELSE -0.3
        END - anger + (draw(key, 'mood') - 0.5) * 0.5 AS feeling,
        30 + 500 * pow(draw(key, 'answer'), 2) * (1 + 4 * anger) AS answer_seconds,
        pow(draw(key, 'effort'), 2) * 40 + 0.3 AS work_hours
    FROM (
        SELECT * FROM usual
        UNION ALL
        SELECT * FROM burst
    )
    WHERE opened_us < $end_us
)

SELECT
    moment(opened_us) AS opened_at,
    'K' || upper(to_hex(key)) AS ticket_id,
    CASE
        WHEN opened_us + answer_seconds * 1e6 < $end_us
            THEN moment(opened_us + answer_seconds * 1e6)
    END AS first_response_at,
    CASE
        WHEN opened_us + answer_seconds * 1e6 + work_hours * 3600e6 < $end_us
            THEN moment(opened_us + answer_seconds * 1e6 + work_hours * 3600e6)
    END AS resolved_at,
    kind,
    CASE
        WHEN feeling < -0.45 THEN 'high'
        WHEN feeling < 0 THEN 'normal'
        ELSE 'low'
    END AS priority,
    greatest(-1, least(1, round(feeling, 2))) AS sentiment,
    channel,
    $load AS _load
FROM felt
