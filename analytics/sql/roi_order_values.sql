-- Grain: one row over the orders paid in [$start, $end): their mean paid amount, its variance
-- relative to the mean squared, the share of them that name a region, 0 without two regions, and
-- whether any names its customer.
SELECT
    CAST(avg(paid_amount) AS DOUBLE),
    CAST(var_pop(paid_amount) AS DOUBLE) / nullif(pow(CAST(avg(paid_amount) AS DOUBLE), 2), 0),
    CASE WHEN count(DISTINCT region) > 1 THEN avg(CAST(region IS NOT NULL AS INTEGER)) ELSE 0 END,
    count(buyer) > 0
FROM mart.orders
WHERE paid_day >= $start AND paid_day < $end AND is_order AND is_paid AND paid_amount > 0;
