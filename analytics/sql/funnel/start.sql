-- Grain: an event with which a chain may begin. Times in microseconds.
reached_1 AS MATERIALIZED (
    SELECT person, moment, moment AS started FROM events WHERE step = 1 AND starts
)
