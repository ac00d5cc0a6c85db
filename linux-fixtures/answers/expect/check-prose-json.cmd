check prose.md -f json
drop index schema
