path cases in_common_case -f json
drop index schema from to asked status frontier truncated dropped observed candidates file cost reached expr deferred
