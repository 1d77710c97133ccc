-- Grain: a step a person came to; `moment` in microseconds: when they first did. Every event counts.
reached AS (SELECT person, step, moment FROM firsts)
