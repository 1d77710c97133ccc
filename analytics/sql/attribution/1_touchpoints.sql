-- Grain: a marketing touch, as loaded. `order_key`: of the order it is said to have led to. Persons
-- and orders are the marts' 64-bit keys.
SELECT
    hash(person_id) AS person,
    "at" AS touched_at,
    nullif(channel, '') AS channel,
    nullif(campaign, '') AS campaign,
    CASE WHEN converted_order_id <> '' THEN hash(converted_order_id) END AS order_key
FROM main.touchpoints
WHERE "at" >= $from AND "at" < $until
