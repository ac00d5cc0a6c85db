table designated -f json
drop index schema
