edges -f json
drop index
