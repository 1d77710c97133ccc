-- Grain: a marketing touch from $touched_from on, as loaded. `order_id`: the order it is said to
-- have led to.
SELECT
    person_id AS person,
    "at" AS touched_at,
    nullif(channel, '') AS channel,
    nullif(campaign, '') AS campaign,
    nullif(converted_order_id, '') AS order_id
FROM main.touchpoints
WHERE "at" >= (SELECT touched_from FROM bounds) AND "at" < (SELECT touched_until FROM bounds)
