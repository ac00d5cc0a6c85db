check doc.md -v
