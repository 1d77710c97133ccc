-- Grain: one row. Buyers: known customers with a paid order in the period and slice; of those whose
-- $days days after the first one are over, how many paid for another order, anywhere, in them.
SELECT
    count(*) AS buyers,
    count(*) FILTER (first_day + CAST($days AS INTEGER) <= $last) AS known,
    count(*) FILTER (first_day + CAST($days AS INTEGER) <= $last AND again) AS again
FROM (
    SELECT
        f.buyer,
        f.first_day,
        count(o.order_key) > 1 AS again
    FROM (
        SELECT buyer, min(paid_day) AS first_day
        FROM mart.orders
        WHERE
            is_paid
            AND is_order
            AND buyer IS NOT NULL
            AND paid_day >= $start
            AND paid_day < $end
            AND (len(CAST($channel AS VARCHAR[])) = 0 OR list_contains(CAST($channel AS VARCHAR[]), coalesce(channel, '')))
            AND (len(CAST($campaign AS VARCHAR[])) = 0 OR list_contains(CAST($campaign AS VARCHAR[]), coalesce(campaign, '')))
            AND (len(CAST($device AS VARCHAR[])) = 0 OR list_contains(CAST($device AS VARCHAR[]), coalesce(device, '')))
            AND (len(CAST($region AS VARCHAR[])) = 0 OR list_contains(CAST($region AS VARCHAR[]), coalesce(region, '')))
        GROUP BY buyer
    ) AS f
    INNER JOIN mart.orders AS o
        ON
            f.buyer = o.buyer
            AND o.is_paid
            AND o.is_order
            AND o.paid_day BETWEEN f.first_day AND f.first_day + CAST($days AS INTEGER)
    GROUP BY f.buyer, f.first_day
)
