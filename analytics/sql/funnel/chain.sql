-- Grain: an event of step {step} with which a person has come that far. Times in microseconds.
-- It continues the latest event of the step before, at the same moment or earlier, and counts when
-- the window, which runs from that chain's first event, is not yet over.
reached_{step} AS MATERIALIZED (
    SELECT
        e.person,
        e.moment,
        p.started
    FROM (SELECT person, moment FROM events WHERE step = {step}) AS e
    ASOF INNER JOIN reached_{previous} AS p
        ON e.person = p.person AND e.moment >= p.moment
    WHERE
        e.moment <= p.started + $window
        AND e.moment <= p.moment + $within[{step}]
        AND (e.moment > p.moment OR NOT $strictly)
)
