path asserted behind_assert -f json
drop index schema from to asked status frontier truncated dropped observed candidates file cost reached expr deferred
