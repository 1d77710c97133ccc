-- Orders of the days [$from_day, $until_day), their lines and their payments.

-- Grain: an order before its lines are known.
CREATE OR REPLACE TEMP TABLE demo_draft AS
WITH expanded AS (
    SELECT
        c.* EXCLUDE (new_buyers, guests, order_base, buyer_base),
        c.order_base + c.k AS order_no,
        hash($seed, c.order_base + c.k) AS key,
        c.k >= c.new_buyers AND c.k < c.new_buyers + c.guests AS guest,
        c.k < c.new_buyers AS new,
        c.buyer_base + c.k AS new_buyer_no
    FROM (
        SELECT
            e.cell_no,
            e.channel,
            e.campaign,
            e.refund_rate,
            e.new_buyers,
            e.guests,
            e.order_base,
            e.buyer_base,
            e.buyers_before,
            d.day_no,
            d.code,
            d.discount,
            d.season_no,
            d.season_buyers,
            d.clock_base,
            d.pick_base,
            d.midnight_us,
            d.length_us,
            unnest(range(e.orders)) AS k
        FROM demo_cell AS e
        INNER JOIN demo_day AS d ON e.day_no = d.day_no
        WHERE e.day_no >= $from_day AND e.day_no < $until_day
    ) AS c
),

bought AS (
    SELECT
        * EXCLUDE (new, new_buyer_no, buyers_before, season_no, season_buyers),
        CAST(
            CASE
                WHEN guest THEN NULL
                WHEN new THEN new_buyer_no
                -- A handful of enthusiasts a month, a club of loyal ones, then everybody else.
                WHEN draw(key, 'loyalty') < 0.06 AND season_buyers > 0
                    THEN stir(hash($seed, season_no), part_of(key, 'star', $stars)) % season_buyers
                WHEN draw(key, 'loyalty') < 0.24
                    THEN stir(key, 'club') % (buyers_before // 40 + 1) * 40 % buyers_before
                ELSE recent_buyer(draw(key, 'age'), buyers_before)
            END AS BIGINT
        ) AS buyer_no
    FROM expanded
)

SELECT
    b.* EXCLUDE (guest, clock_base, length_us),
    hash($seed, coalesce(b.buyer_no, b.order_no), b.guest, 'person') AS person,
    b.midnight_us + least(
        t.hour * 3600000000 + CAST(draw(b.key, 'minute') * 3600000000 AS BIGINT), b.length_us - 1
    ) AS placed_us
FROM bought AS b
INNER JOIN demo_clock AS t ON b.clock_base + part_of(b.key, 'hour', 1024) = t.tick;

-- Half of those who came for what is out of stock leave; the others take something else.
DELETE FROM demo_draft
WHERE
    day_no >= $stock_out_from
    AND day_no < $stock_out_until
    AND draw(key, 'leave') < 0.5
    AND EXISTS (
        SELECT 1
        FROM demo_pick AS p
        WHERE
            p.tick = demo_draft.pick_base + part_of(demo_draft.key, 'article0', 1024)
            AND p.sku = $stock_out_sku
    );

-- Grain: an order line. What is out of stock is replaced by the article half the range away.
CREATE OR REPLACE TEMP TABLE demo_line AS
WITH lines AS (
    SELECT
        *,
        part_of(key, 'article' || line_no, 1024) AS slot
    FROM (
        SELECT
            order_no,
            key,
            pick_base,
            day_no >= $stock_out_from AND day_no < $stock_out_until AS short,
            unnest(
                range(
                    1 + CAST(draw(key, 'second') < 0.34 AS INTEGER)
                    + CAST(draw(key, 'third') < 0.13 AS INTEGER)
                )
            ) AS line_no
        FROM demo_draft
    )
)

SELECT
    l.order_no,
    l.line_no,
    CASE WHEN l.short AND p.sku = $stock_out_sku THEN s.sku ELSE p.sku END AS sku,
    1 + CAST(draw(l.key, 'pieces' || l.line_no) < 0.1 AS INTEGER)
    + CAST(draw(l.key, 'more' || l.line_no) < 0.02 AS INTEGER) AS quantity
FROM lines AS l
INNER JOIN demo_pick AS p ON l.pick_base + l.slot = p.tick
INNER JOIN demo_pick AS s ON l.pick_base + (l.slot + 512) % 1024 = s.tick;

INSERT INTO main.order_items
SELECT
    d.code || '-' || d.order_no AS order_id,
    a.sku,
    l.quantity,
    a.price AS unit_price,
    a.category,
    CASE
        WHEN v.campaign IS NOT NULL THEN '直播'
        WHEN draw(d.key, 'scene') < 0.6 THEN c.scene_one
        ELSE c.scene_two
    END AS scene,
    $load AS _load
FROM demo_line AS l
INNER JOIN demo_draft AS d ON l.order_no = d.order_no
INNER JOIN demo_article AS a ON l.sku = a.sku
INNER JOIN demo_channel AS c ON d.channel = c.channel
LEFT JOIN demo_live AS v ON d.campaign = v.campaign;

-- Grain: an order, complete. Microseconds; `paid_us` is empty for an unpaid order.
CREATE OR REPLACE TEMP TABLE demo_order AS
WITH priced AS (
    SELECT
        l.order_no,
        sum(CAST(l.quantity AS INTEGER) * a.price) AS gross,
        min_by(l.sku, l.line_no) AS sku
    FROM demo_line AS l
    INNER JOIN demo_article AS a ON l.sku = a.sku
    GROUP BY l.order_no
),

tendered AS (
    SELECT
        d.*,
        d.code || '-' || d.order_no AS order_id,
        p.sku,
        CAST(p.gross AS DECIMAL(18, 4)) AS gross,
        CAST(
            CASE
                WHEN draw(d.key, 'coupon') < 0.3 + 2 * d.discount
                    THEN round(p.gross * d.discount * (0.8 + draw(d.key, 'depth')), 2)
                ELSE 0
            END AS DECIMAL(18, 4)
        ) AS discount_amount,
        r.region,
        CASE
            WHEN d.channel = $offline THEN 'POS'
            WHEN draw(d.person, 'device') < c.pc THEN 'PC'
            WHEN draw(d.person, 'phone') < 0.46 THEN 'iOS'
            ELSE 'Android'
        END AS device,
        CASE
            WHEN draw(d.key, 'method') < c.wechat THEN '微信支付'
            WHEN draw(d.key, 'method') < c.wechat + c.alipay THEN '支付宝'
            WHEN draw(d.key, 'method') < c.wechat + c.alipay + c.huabei THEN '花呗'
            ELSE '银行卡'
        END AS method,
        d.channel = $offline AS offline,
        d.placed_us + 15000000 + CAST(pow(draw(d.key, 'haste'), 3) * 1200e6 AS BIGINT) AS tried_us
    FROM demo_draft AS d
    INNER JOIN priced AS p ON d.order_no = p.order_no
    INNER JOIN demo_channel AS c ON d.channel = c.channel
    INNER JOIN demo_province AS r ON part_of(d.person, 'region', 1024) = r.slot
),

attempted AS (
    SELECT
        *,
        method = $outage_method AND tried_us >= $outage_from_us AND tried_us < $outage_until_us
        AND NOT offline AS in_outage,
        CASE
            WHEN offline THEN 0
            WHEN in_outage
                THEN CAST(draw(key, 'fail') < $outage_failures AS INTEGER)
                    * (1 + CAST(draw(key, 'again') < 0.6 AS INTEGER))
            ELSE CAST(draw(key, 'fail') < 0.025 AS INTEGER)
                * (1 + CAST(draw(key, 'again') < 0.2 AS INTEGER))
        END AS failures,
        CASE
            WHEN offline THEN 0
            WHEN in_outage AND draw(key, 'fail') < $outage_failures THEN 0.9
            -- The experiment's new checkout keeps half of those who used to give up.
            WHEN
                buyer_no IS NOT NULL
                AND day_no >= $experiment_from
                AND day_no < $experiment_until
                AND part_of(person, 'variant', 2) = 1
                THEN 0.045
            ELSE 0.09
        END AS given_up,
        tried_us + failures * 40000000 AS settled_us
    FROM tendered
),

settled AS (
    SELECT
        *,
        draw(key, 'settle') >= given_up AND settled_us < $end_us AS paid
    FROM attempted
)

SELECT
    * EXCLUDE (refund_rate, discount, pick_base, given_up, in_outage),
    CASE WHEN in_outage THEN $outage_code END AS outage_code,
    CASE WHEN settled_us < $end_us THEN failures + CAST(paid AS INTEGER) ELSE 0 END AS attempts,
    CASE WHEN paid THEN settled_us END AS paid_us,
    CASE WHEN paid THEN gross - discount_amount END AS paid_amount,
    -- Refunds come in over a week, so the newest orders have few.
    paid AND draw(key, 'refund')
    < refund_rate * least(1, ($end_us - placed_us) / 86400e6 / 8) AS refunded,
    ($end_us - placed_us) / 86400e6 AS age_days
FROM settled;

INSERT INTO main.orders
SELECT
    order_id,
    moment(placed_us) AS ordered_at,
    gross AS gross_amount,
    'C' || lpad(CAST(buyer_no AS VARCHAR), 8, '0') AS customer_id,
    channel,
    campaign,
    region,
    device,
    CASE
        WHEN NOT paid
            THEN CASE WHEN age_days >= 1 AND draw(key, 'cancel') < 0.7 THEN 'cancelled'
                ELSE 'created' END
        WHEN refunded THEN 'refunded'
        WHEN offline OR age_days >= 5 THEN 'completed'
        WHEN age_days >= 1 THEN 'shipped'
        ELSE 'paid'
    END AS status,
    moment(paid_us) AS paid_at,
    discount_amount,
    paid_amount,
    CASE
        WHEN NOT paid THEN NULL
        WHEN NOT refunded THEN 0
        WHEN draw(key, 'whole') < 0.7 THEN paid_amount
        ELSE round(paid_amount * (0.3 + 0.4 * draw(key, 'part')), 2)
    END AS refund_amount,
    method AS payment_method,
    $load AS _load
FROM demo_order;

-- Grain: an attempt to pay. Those who give up without trying have none.
CREATE OR REPLACE TEMP VIEW demo_payment AS
SELECT
    * EXCLUDE (attempt),
    settled_us - (failures - attempt) * 40000000 AS at_us,
    attempt = failures AS succeeded,
    CASE
        WHEN attempt = failures THEN NULL
        WHEN outage_code IS NOT NULL THEN outage_code
        ELSE ['INSUFFICIENT_FUNDS', 'USER_CANCELLED', 'RISK_REJECTED', 'BANK_DECLINED'][
            1 + part_of(key, 'code' || attempt, 4)
        ]
    END AS failure_code
FROM (
    SELECT
        *,
        unnest(range(attempts)) AS attempt
    FROM demo_order
);

INSERT INTO main.payments
SELECT
    moment(at_us) AS "at",
    order_id,
    method,
    CASE WHEN succeeded THEN 'success' ELSE 'fail' END AS outcome,
    failure_code,
    gross - discount_amount AS amount,
    $load AS _load
FROM demo_payment
