-- Grain: creator with posts of the shop days [$start, $end) on the clock of $zone: how often their
-- posts were seen, and the likes, comments and shares of them.
SELECT
    creator,
    CAST(sum(views) AS DOUBLE),
    CAST(sum(coalesce(likes, 0) + coalesce(comments, 0) + coalesce(shares, 0)) AS DOUBLE)
FROM main.posts
WHERE
    creator IS NOT NULL
    AND CAST(timezone($zone, posted_at) AS DATE) >= $start
    AND CAST(timezone($zone, posted_at) AS DATE) < $end
GROUP BY creator;
