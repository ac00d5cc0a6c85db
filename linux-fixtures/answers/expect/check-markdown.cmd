check doc.md -f markdown
without "kpath 0."
