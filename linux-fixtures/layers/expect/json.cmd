layers --as tcp4 -f json
drop index schema
