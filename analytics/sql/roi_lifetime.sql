-- Grain: channel of the first paid order × 30 days since it (0 to 12, the last one of five days):
-- new buyers whose first order was paid in [$from, $until), and the paid amount of all their orders
-- in those days, in the shop's currency. A first order may be of no channel; of several in one
-- hour the first is the one that made the buyer a customer.
WITH paid AS (
    SELECT buyer, paid_day, paid_hour, customer_type, channel, paid_amount
    FROM mart.orders
    WHERE is_paid AND buyer IS NOT NULL
),
firsts AS (
    SELECT
        buyer,
        min(paid_day) AS first_day,
        arg_min(
            {'channel': channel},
            {
                'day': paid_day,
                'hour': paid_hour,
                'again': customer_type <> 'new',
                'channel': coalesce(channel, '')
            }
        ).channel AS channel
    FROM paid
    GROUP BY buyer
    HAVING min(paid_day) >= $from AND min(paid_day) < $until
),
cohorts AS (
    SELECT channel, count(*) AS buyers FROM firsts GROUP BY channel
),
months AS (
    SELECT
        f.channel,
        (p.paid_day - f.first_day) // 30 AS month,
        CAST(sum(p.paid_amount) AS DOUBLE) AS amount
    FROM firsts AS f
    INNER JOIN paid AS p ON p.buyer = f.buyer AND p.paid_day < f.first_day + 365
    GROUP BY f.channel, month
)
SELECT c.channel, c.buyers, m.month, m.amount
FROM cohorts AS c
INNER JOIN months AS m ON m.channel IS NOT DISTINCT FROM c.channel
ORDER BY c.channel, m.month;
