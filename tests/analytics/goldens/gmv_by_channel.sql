-- $start = 2026-11-02
-- $end = 2026-11-09
SELECT
    channel,
    MAX(gmv) AS gmv,
    MAX(orders) AS orders
FROM (
    SELECT channel AS channel, SUM(gross_amount) AS gmv, SUM(order_count) AS orders FROM mart.days WHERE axis = 'placed' AND day >= $start AND day < $end GROUP BY 1
)
GROUP BY channel
ORDER BY channel
