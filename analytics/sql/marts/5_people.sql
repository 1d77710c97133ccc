-- Grain: a person in an hour on a channel, from $first on; what stands before gives the first rows
-- their previous day.
DELETE FROM mart.visitor_days WHERE day >= $first;

INSERT INTO mart.visitor_days
WITH present AS (
    SELECT DISTINCT day, hour, channel, visitor AS person FROM mart.visits WHERE day >= $first
),
absent_since AS (
    SELECT person, channel, max(day) AS last_day
    FROM mart.visitor_days
    WHERE person IN (SELECT person FROM present)
    GROUP BY person, channel
),
anywhere AS (
    SELECT person, max(last_day) AS last_day FROM absent_since GROUP BY person
)
SELECT
    p.day,
    p.hour,
    p.channel,
    p.person,
    coalesce(lag(p.day) OVER (PARTITION BY p.person ORDER BY p.day, p.hour), a.last_day),
    coalesce(lag(p.day) OVER (PARTITION BY p.person, p.channel ORDER BY p.day, p.hour), c.last_day)
FROM present AS p
LEFT JOIN anywhere AS a ON a.person = p.person
LEFT JOIN absent_since AS c
    ON c.person = p.person AND c.channel IS NOT DISTINCT FROM p.channel
ORDER BY p.day, p.hour;

DELETE FROM mart.buyer_days WHERE day >= $first_paid;

INSERT INTO mart.buyer_days
WITH present AS (
    SELECT DISTINCT paid_day AS day, paid_hour AS hour, channel, buyer AS person
    FROM mart.orders
    WHERE paid_day >= $first_paid AND is_paid AND buyer IS NOT NULL
),
absent_since AS (
    SELECT person, channel, max(day) AS last_day
    FROM mart.buyer_days
    WHERE person IN (SELECT person FROM present)
    GROUP BY person, channel
),
anywhere AS (
    SELECT person, max(last_day) AS last_day FROM absent_since GROUP BY person
)
SELECT
    p.day,
    p.hour,
    p.channel,
    p.person,
    coalesce(lag(p.day) OVER (PARTITION BY p.person ORDER BY p.day, p.hour), a.last_day),
    coalesce(lag(p.day) OVER (PARTITION BY p.person, p.channel ORDER BY p.day, p.hour), c.last_day)
FROM present AS p
LEFT JOIN anywhere AS a ON a.person = p.person
LEFT JOIN absent_since AS c
    ON c.person = p.person AND c.channel IS NOT DISTINCT FROM p.channel
ORDER BY p.day, p.hour;
