initcalls -f json
drop index
