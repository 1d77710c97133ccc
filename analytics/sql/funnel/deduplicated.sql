-- Grain: a person who repeats a step (not the first) after having come that far, and where:
-- from there on nothing counts. A place orders events by time, then by step.
cuts AS (
    SELECT
        person,
        min(place) AS place
    FROM (
        SELECT
            f.person,
            CASE
                WHEN count(*) FILTER (e.moment = f.moment) > 1 THEN (f.moment * 64 + f.step) * 2 + 1
                ELSE min((e.moment * 64 + e.step) * 2) FILTER (e.moment > f.moment)
            END AS place
        FROM firsts AS f
        INNER JOIN events AS e
            ON f.person = e.person AND f.step = e.step
        WHERE f.step > 1
        GROUP BY f.person, f.step, f.moment
    )
    GROUP BY person
)
