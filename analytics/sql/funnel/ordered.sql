-- Grain: a person who, after a first step, does something that is no step (step 0) or a step whose
-- predecessor they have not come to, and where: from there on nothing counts. A place orders events
-- by time, then by step.
cuts AS (
    SELECT
        e.person,
        min((e.moment * 64 + e.step) * 2) AS place
    FROM events AS e
    INNER JOIN firsts AS s ON e.person = s.person AND s.step = 1
    LEFT JOIN firsts AS p
        ON e.person = p.person AND e.step = p.step + 1
    WHERE
        e.moment * 64 + e.step > s.moment * 64 + 1
        AND (
            e.step = 0
            OR (e.step > 2 AND (p.moment IS NULL OR e.moment * 64 + e.step < p.moment * 64 + p.step))
        )
    GROUP BY e.person
)
