path one_jump at_death -f json
drop index schema from to asked status frontier truncated dropped observed candidates file cost reached expr deferred
