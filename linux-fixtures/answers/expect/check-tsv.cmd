check doc.md -f tsv
