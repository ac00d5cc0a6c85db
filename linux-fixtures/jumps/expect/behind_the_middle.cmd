path into_the_middle behind_the_middle -f json
drop index schema from to asked status frontier truncated dropped observed candidates file cost reached expr deferred
