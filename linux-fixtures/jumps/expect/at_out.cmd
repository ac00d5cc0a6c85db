path one_jump at_out -f json
drop index schema from to asked status frontier truncated dropped observed candidates file cost reached expr deferred
