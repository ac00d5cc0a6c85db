check talk.md -f json
drop index schema
