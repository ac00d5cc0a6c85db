report lab.json -f markdown
without "kpath 0."
