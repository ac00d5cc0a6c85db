path by_mask in_else -f json
drop index schema from to asked status frontier truncated dropped observed candidates file cost reached expr deferred
