initcalls --level 5 -f json
drop index schema
