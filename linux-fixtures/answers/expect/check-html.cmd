check doc.md -f html
page
without "kpath 0."
