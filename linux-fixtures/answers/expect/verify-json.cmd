verify -f json
drop index
