-- Grain: a touch with the order it led to: the paid one it names, where that was placed within the
-- look-back after it, else the same person's next paid order. One that led to none has no order_key.
SELECT
    t.person,
    t.touched_at,
    t.channel,
    t.campaign,
    n.order_key IS NOT NULL AS named,
    coalesce(n.order_key, b.order_key) AS order_key,
    (epoch_us(coalesce(n.ordered_at, b.ordered_at)) - epoch_us(t.touched_at)) / 86400e6 AS age_days
FROM touches AS t
ASOF LEFT JOIN (SELECT * FROM buys WHERE person IS NOT NULL) AS b
    ON b.person = t.person AND t.touched_at <= b.ordered_at
LEFT JOIN buys AS n
    ON n.order_key = t.order_key
    AND t.touched_at <= n.ordered_at
    AND epoch_us(t.touched_at) >= epoch_us(n.ordered_at) - $window_days * 86400e6
