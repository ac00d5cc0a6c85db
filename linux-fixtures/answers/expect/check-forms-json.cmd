check forms.md -f json
drop index schema
