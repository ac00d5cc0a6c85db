check -d <db> doc.md
