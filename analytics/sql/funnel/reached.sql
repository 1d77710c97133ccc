-- Grain: a step a person came to; `moment` in microseconds: when they first did.
reached AS MATERIALIZED (
    SELECT f.person, f.step, f.moment
    FROM firsts AS f
    LEFT JOIN cuts AS c ON f.person = c.person
    WHERE c.place IS NULL OR (f.moment * 64 + f.step) * 2 < c.place
)
