-- Visits and behaviour events of the days [$from_day, $until_day).

-- Grain: a visit that ends without an order. `depth`: 1 looked around, 2 viewed an article,
-- 3 put it into the cart, 4 went to the checkout. `who`: the same for the same person.
CREATE OR REPLACE TEMP TABLE demo_visit AS
WITH expanded AS (
    SELECT
        *,
        visit_base + k AS visit_no,
        hash($seed, visit_base + k, 'visit') AS key
    FROM (
        SELECT
            c.cell_no,
            c.visits,
            c.visit_base,
            c.buyers_before,
            d.clock_base,
            d.pick_base,
            d.midnight_us,
            d.length_us,
            unnest(range(c.visits)) AS k
        FROM demo_cell AS c
        INNER JOIN demo_day AS d ON c.day_no = d.day_no
        WHERE c.day_no >= $from_day AND c.day_no < $until_day
    )
),

met AS (
    SELECT
        *,
        CASE
            WHEN buyers_before > 0 AND draw(key, 'who') < 0.08
                THEN recent_buyer(draw(key, 'age'), buyers_before)
        END AS buyer_no,
        -- A quarter have been here in the days before.
        CASE
            WHEN draw(key, 'who') < 0.33
                THEN greatest(0, visit_no - 1 - CAST(draw(key, 'back') * visits * 60 AS BIGINT))
            ELSE visit_no
        END AS stranger_no,
        draw(key, 'depth') AS reach
    FROM expanded
)

SELECT
    m.cell_no,
    m.visit_no,
    m.key,
    m.buyer_no,
    m.stranger_no,
    m.midnight_us,
    m.pick_base + part_of(m.key, 'article0', 1024) AS tick,
    CASE
        WHEN m.buyer_no IS NULL THEN hash($seed, m.stranger_no, 'stranger')
        ELSE hash($seed, m.buyer_no, FALSE, 'person')
    END AS who,
    m.midnight_us + least(
        t.hour * 3600000000 + CAST(draw(m.key, 'minute') * 3600000000 AS BIGINT),
        m.length_us - 1800000000
    ) AS visited_us,
    CASE
        WHEN m.reach < 0.50 THEN 1
        WHEN m.reach < 0.905 THEN 2
        WHEN m.reach < 0.965 THEN 3
        ELSE 4
    END AS depth
FROM met AS m
INNER JOIN demo_clock AS t ON m.clock_base + part_of(m.key, 'hour', 1024) = t.tick;

-- Grain: a visit, with the names of what it only numbers.
CREATE OR REPLACE TEMP VIEW demo_caller AS
SELECT
    v.*,
    c.channel,
    c.campaign,
    r.region,
    p.sku,
    CASE WHEN v.buyer_no IS NULL THEN 'v' || v.stranger_no ELSE 'u' || v.buyer_no END
        AS visitor_id,
    'C' || lpad(CAST(v.buyer_no AS VARCHAR), 8, '0') AS customer_id,
    CASE
        WHEN draw(v.who, 'device') < h.pc THEN 'PC'
        WHEN draw(v.who, 'phone') < 0.46 THEN 'iOS'
        ELSE 'Android'
    END AS device
FROM demo_visit AS v
INNER JOIN demo_cell AS c ON v.cell_no = c.cell_no
INNER JOIN demo_channel AS h ON c.channel = h.channel
INNER JOIN demo_province AS r ON part_of(v.who, 'region', 1024) = r.slot
INNER JOIN demo_pick AS p ON v.tick = p.tick;

-- Grain: a step on the way to an order, never before the order's own day. Steps are kept a
-- second apart at the day's start so that their order shows.
CREATE OR REPLACE TEMP VIEW demo_journey AS
SELECT
    o.*,
    s.step,
    s.event,
    CASE WHEN o.buyer_no IS NULL THEN 'g' || o.order_no ELSE 'u' || o.buyer_no END AS visitor_id,
    greatest(
        o.midnight_us + s.step * 1000000,
        o.placed_us - CAST((4 - s.step) * (5 + 200 * draw(o.key, 'linger')) * 1e6 AS BIGINT)
    ) AS at_us
FROM demo_order AS o
CROSS JOIN
    (VALUES (0, 'visit'), (1, 'view_item'), (2, 'add_to_cart'), (3, 'checkout')) AS s (step, event)
WHERE NOT o.offline;

INSERT INTO main.events BY NAME
SELECT
    moment(at_us) AS event_at,
    visitor_id,
    event,
    's' || session_no AS session_id,
    customer_id,
    channel,
    campaign,
    device,
    region,
    sku,
    failure_code,
    is_bot,
    CASE
        WHEN is_bot THEN 'Mozilla/5.0 (compatible; PriceSpider/2.1)'
        WHEN device = 'PC' THEN 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0'
        WHEN device = 'iOS' THEN 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Mobile'
        ELSE 'Mozilla/5.0 (Linux; Android 16) Mobile'
    END AS user_agent,
    CASE
        WHEN event = 'visit'
            THEN round(500 + CASE device WHEN 'PC' THEN 300 ELSE 600 END
                / (0.15 + draw(hash($seed, session_no), 'load')))
    END AS load_ms,
    $load AS _load
FROM (
    SELECT
        at_us,
        visitor_id,
        event,
        'o' || order_no AS session_no,
        'C' || lpad(CAST(buyer_no AS VARCHAR), 8, '0') AS customer_id,
        channel,
        campaign,
        device,
        region,
        CASE WHEN step > 0 THEN sku END AS sku,
        NULL AS failure_code,
        FALSE AS is_bot
    FROM demo_journey
    UNION ALL
    SELECT
        p.at_us - CASE WHEN s.event = 'pay_attempt' THEN 9000000 ELSE 0 END AS at_us,
        CASE WHEN p.buyer_no IS NULL THEN 'g' || p.order_no ELSE 'u' || p.buyer_no END,
        CASE
            WHEN s.event = 'pay_attempt' THEN s.event
            WHEN p.succeeded THEN 'pay_success'
            ELSE 'pay_fail'
        END AS event,
        'o' || p.order_no,
        'C' || lpad(CAST(p.buyer_no AS VARCHAR), 8, '0'),
        p.channel,
        p.campaign,
        p.device,
        p.region,
        p.sku,
        CASE WHEN s.event = 'pay_outcome' THEN p.failure_code END AS failure_code,
        FALSE AS is_bot
    FROM demo_payment AS p
    CROSS JOIN (VALUES ('pay_attempt'), ('pay_outcome')) AS s (event)
    WHERE NOT p.offline
    UNION ALL
    SELECT
        v.visited_us + CAST(s.step * (8 + 240 * draw(v.key, 'linger')) * 1e6 AS BIGINT) AS at_us,
        v.visitor_id,
        s.event,
        'v' || v.visit_no,
        v.customer_id,
        v.channel,
        v.campaign,
        v.device,
        v.region,
        CASE WHEN s.step > 0 THEN v.sku END AS sku,
        NULL AS failure_code,
        FALSE AS is_bot
    FROM demo_caller AS v
    INNER JOIN
        (VALUES (0, 'visit'), (1, 'view_item'), (2, 'add_to_cart'), (3, 'checkout'))
            AS s (step, event)
        ON v.depth > s.step
    UNION ALL
    -- A crawler reads article after article from few addresses.
    SELECT
        d.midnight_us
        + CAST(draw(b.key, 'minute') * (d.length_us - 10000000) AS BIGINT)
        + s.step * 2000000 AS at_us,
        'b' || b.day_no || '-' || part_of(b.key, 'address', 9),
        s.event,
        'b' || b.cell_no || '-' || b.k,
        NULL AS customer_id,
        b.channel,
        b.campaign,
        'PC' AS device,
        NULL AS region,
        CASE WHEN s.step > 0 THEN p.sku END AS sku,
        NULL AS failure_code,
        TRUE AS is_bot
    FROM (
        SELECT
            *,
            hash($seed, cell_no, k, 'bot') AS key
        FROM (
            SELECT
                cell_no,
                day_no,
                channel,
                campaign,
                unnest(range(bots)) AS k
            FROM demo_cell
            WHERE day_no >= $from_day AND day_no < $until_day
        )
    ) AS b
    INNER JOIN demo_day AS d ON b.day_no = d.day_no
    INNER JOIN demo_pick AS p ON d.pick_base + part_of(b.key, 'article0', 1024) = p.tick
    CROSS JOIN (VALUES (0, 'visit'), (1, 'view_item'), (2, 'view_item')) AS s (step, event)
)
