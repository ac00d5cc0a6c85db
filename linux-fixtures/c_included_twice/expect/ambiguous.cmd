callees check -f json
drop index schema
