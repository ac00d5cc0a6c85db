report lab.json -f markdown --lang zh
without "kpath 0."
