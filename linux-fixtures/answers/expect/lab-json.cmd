report lab.json -f json
drop index
