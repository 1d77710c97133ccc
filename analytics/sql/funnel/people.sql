-- Grain: a slice × step. people: distinct visitors who came to it; seconds: the median time since
-- they first came to the step before; actions: for the last step, how many steps of any kind its
-- people took on average after the first of the chain that led there.
SELECT
    s.slice,
    r.step,
    count(*) AS people,
    median(r.moment - p.moment) / 1e6 AS seconds,
    avg(w.actions) AS actions
FROM reached AS r
INNER JOIN (
    SELECT person, any_value(slice) AS slice FROM events WHERE step = 1 GROUP BY person
) AS s ON r.person = s.person
LEFT JOIN reached AS p ON r.person = p.person AND r.step = p.step + 1
LEFT JOIN (
    SELECT
        b.person,
        {last} AS step,
        count(*) - 1 AS actions
    FROM (
        SELECT
            person,
            arg_min(started, moment) AS started,
            min(moment) AS came
        FROM reached_{last}
        GROUP BY person
    ) AS b
    INNER JOIN events AS e
        ON b.person = e.person AND e.moment BETWEEN b.started AND b.came
    GROUP BY b.person
) AS w ON r.person = w.person AND r.step = w.step
GROUP BY s.slice, r.step
ORDER BY s.slice, r.step
