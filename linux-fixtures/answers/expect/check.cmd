check doc.md
