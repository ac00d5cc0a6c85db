check doc.md -f json
drop index schema
