-- Grain: shop day × channel × campaign with spend in [$start, $end). True cost in the shop's currency.
SELECT day, channel, campaign, CAST(sum(true_cost) AS DOUBLE)
FROM mart.spend
WHERE day >= $start AND day < $end
GROUP BY day, channel, campaign;
