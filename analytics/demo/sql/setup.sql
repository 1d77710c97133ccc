-- The plan as temporary tables. Numbers are drawn by hashing, never by a random generator, so
-- that the same seed gives the same rows whatever the order of execution.

-- A key (itself a hash that holds the seed) stirred for one purpose. The engine combines several
-- arguments by xor alone, which leaves purposes correlated: hence the second hash.
CREATE OR REPLACE TEMP MACRO stir(key, purpose) AS hash(hash(key, purpose));

-- A number in [0, 1) for a key and a purpose.
CREATE OR REPLACE TEMP MACRO draw(key, purpose) AS (stir(key, purpose) >> 11) / 9007199254740992.0;

-- One of `count` equal parts, from 0, for a key and a purpose.
CREATE OR REPLACE TEMP MACRO part_of(key, purpose, count) AS
    CAST(stir(key, purpose) % count AS INTEGER);

-- A moment, to the second, from microseconds since the epoch.
CREATE OR REPLACE TEMP MACRO moment(us) AS
    make_timestamptz(CAST(us AS BIGINT) // 1000000 * 1000000);

-- Customer number by recency: most who return bought lately, some long ago.
CREATE OR REPLACE TEMP MACRO recent_buyer(chance, buyers) AS
    greatest(0, CAST(floor(buyers * (1 - pow(chance, 1.8))) AS BIGINT) - 1);

-- Grain: a day × channel × campaign; columns as in the Cell class.
CREATE OR REPLACE TEMP TABLE demo_cell AS
SELECT
    unnest($cell_no::INTEGER []) AS cell_no,
    unnest($day_no::INTEGER []) AS day_no,
    unnest($channel::VARCHAR []) AS channel,
    unnest($campaign::VARCHAR []) AS campaign,
    unnest($orders::BIGINT []) AS orders,
    unnest($new_buyers::BIGINT []) AS new_buyers,
    unnest($guests::BIGINT []) AS guests,
    unnest($visits::BIGINT []) AS visits,
    unnest($bots::BIGINT []) AS bots,
    unnest($impressions::BIGINT []) AS impressions,
    unnest($clicks::BIGINT []) AS clicks,
    unnest($media_cost::DOUBLE []) AS media_cost,
    unnest($labor_cost::DOUBLE []) AS labor_cost,
    unnest($creative_cost::DOUBLE []) AS creative_cost,
    unnest($commission::DOUBLE []) AS commission,
    unnest($refund_rate::DOUBLE []) AS refund_rate,
    unnest($order_base::BIGINT []) AS order_base,
    unnest($buyer_base::BIGINT []) AS buyer_base,
    unnest($buyers_before::BIGINT []) AS buyers_before,
    unnest($visit_base::BIGINT []) AS visit_base;

-- Grain: a shop day. Microseconds; `length_us` is 23 or 25 hours where clocks change. The two
-- bases are where the day's slots begin in demo_clock and demo_pick; `season_buyers`: customers
-- the shop had when the day's thirty days began.
CREATE OR REPLACE TEMP TABLE demo_day AS
SELECT
    day_no,
    day,
    CAST(opening AS INTEGER) * 1024 AS clock_base,
    CAST(month(day) AS INTEGER) * 1024 AS pick_base,
    day_no // 30 AS season_no,
    first_value(buyers_before) OVER (PARTITION BY day_no // 30 ORDER BY day_no) AS season_buyers,
    strftime(day, '%y%m%d') AS code,
    opening,
    discount,
    epoch_us(timezone($zone, CAST(day AS TIMESTAMP))) AS midnight_us,
    epoch_us(timezone($zone, CAST(day + 1 AS TIMESTAMP)))
    - epoch_us(timezone($zone, CAST(day AS TIMESTAMP))) AS length_us
FROM (
    SELECT
        unnest($day_nos::INTEGER []) AS day_no,
        unnest($days_list::DATE []) AS day,
        unnest($openings::BOOLEAN []) AS opening,
        unnest($discounts::DOUBLE []) AS discount
)
INNER JOIN (
    SELECT
        day_no,
        min(buyers_before) AS buyers_before
    FROM demo_cell
    GROUP BY day_no
) USING (day_no);

CREATE OR REPLACE TEMP TABLE demo_channel AS
SELECT
    unnest($channels::VARCHAR []) AS channel,
    unnest($wechat::DOUBLE []) AS wechat,
    unnest($alipay::DOUBLE []) AS alipay,
    unnest($huabei::DOUBLE []) AS huabei,
    unnest($pc::DOUBLE []) AS pc,
    unnest($scene_one::VARCHAR []) AS scene_one,
    unnest($scene_two::VARCHAR []) AS scene_two;

CREATE OR REPLACE TEMP TABLE demo_live AS
SELECT unnest($live_campaigns::VARCHAR []) AS campaign;

CREATE OR REPLACE TEMP TABLE demo_article AS
SELECT
    unnest($skus::VARCHAR []) AS sku,
    unnest($categories::VARCHAR []) AS category,
    CAST(unnest($prices::INTEGER []) AS DECIMAL(18, 4)) AS price,
    unnest($ranks::INTEGER []) AS rank;

-- Grain: month × slot; an article fills as many of a month's 1024 slots as its share of lines.
CREATE OR REPLACE TEMP TABLE demo_pick AS
SELECT
    CAST(month * 1024 + slot - 1 AS INTEGER) AS tick,
    slots[slot] AS sku
FROM (
    SELECT
        month,
        slots,
        unnest(range(1, 1025)) AS slot
    FROM (
        SELECT
            unnest(range(1, 13)) AS month,
            unnest($slots_by_month::VARCHAR [] []) AS slots
    )
);

-- Grain: kind of day × hour, with the part of the day's [0, 1) that falls into the hour.
CREATE OR REPLACE TEMP TABLE demo_hour AS
SELECT
    opening,
    hour,
    coalesce(sum(weight) OVER (
        PARTITION BY opening ORDER BY hour ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) / sum(weight) OVER (PARTITION BY opening) AS low,
    sum(weight) OVER (PARTITION BY opening ORDER BY hour)
    / sum(weight) OVER (PARTITION BY opening) AS high
FROM (
    SELECT
        FALSE AS opening,
        unnest(range(24)) AS hour,
        unnest($ordinary_hours::INTEGER []) AS weight
    UNION ALL
    SELECT
        TRUE,
        unnest(range(24)),
        unnest($opening_hours::INTEGER [])
);

-- The hour of each of 1024 equal steps of a day's weight, so that an hour is found by a join.
CREATE OR REPLACE TEMP TABLE demo_clock AS
SELECT
    CAST(CAST(opening AS INTEGER) * 1024 + step AS INTEGER) AS tick,
    min(hour) AS hour
FROM demo_hour, (SELECT unnest(range(1024)) AS step)
WHERE (step + 0.5) / 1024 >= low AND (step + 0.5) / 1024 < high
GROUP BY opening, step;

CREATE OR REPLACE TEMP TABLE demo_province AS
SELECT
    CAST(slot AS INTEGER) AS slot,
    min_by(region, high) AS region
FROM
    (
        SELECT
            region,
            sum(weight) OVER (ORDER BY place) AS high,
            sum(weight) OVER () AS total
        FROM (
            SELECT
                unnest($regions::VARCHAR []) AS region,
                unnest($region_weights::INTEGER []) AS weight,
                unnest(range(len($regions::VARCHAR []))) AS place
        )
    ),
    (SELECT unnest(range(1024)) AS slot)
WHERE slot * total < high * 1024
GROUP BY slot;

-- Grain: day × slot of 64: which channel and campaign an earlier touch of that day came from.
CREATE OR REPLACE TEMP TABLE demo_touch AS
SELECT
    day_no,
    slot,
    min_by(channel, high) AS channel,
    min_by(campaign, high) AS campaign
FROM
    (
        SELECT
            day_no,
            channel,
            campaign,
            sum(clicks) OVER (PARTITION BY day_no ORDER BY cell_no) AS high,
            sum(clicks) OVER (PARTITION BY day_no) AS total
        FROM demo_cell
        WHERE clicks > 0
    ),
    (SELECT unnest(range(64)) AS slot)
WHERE slot * total < high * 64
GROUP BY day_no, slot
