-- $start = 2026-11-02
-- $end = 2026-11-09
SELECT
    bucket,
    (coalesce(MAX(paid_gmv), MAX(refunds) * 0) - coalesce(MAX(refunds), 0)) AS net_gmv
FROM (
    SELECT CAST(date_trunc('week', day) AS DATE) AS bucket, SUM(paid_amount) AS paid_gmv, SUM(refund_amount) AS refunds FROM mart.days WHERE axis = 'paid' AND day >= $start AND day < $end GROUP BY 1
)
GROUP BY bucket
ORDER BY bucket
