verify -f markdown
without "kpath 0."
