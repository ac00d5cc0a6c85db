initcalls -f json
drop index schema
