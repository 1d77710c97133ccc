-- $start = 2026-11-02
-- $end = 2026-11-09
-- $where_channel = ['抖音']
-- $where_customer_type = ['new']
SELECT
    MAX(paid_gmv) AS paid_gmv
FROM (
    SELECT SUM(paid_amount) AS paid_gmv FROM mart.orders WHERE paid_day >= $start AND paid_day < $end AND (channel = ANY($where_channel) OR channel IS NULL) AND customer_type = ANY($where_customer_type)
)
