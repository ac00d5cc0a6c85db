callers probe -f json
drop index schema
