report compare.json -d <old> -d <db> -f markdown --lang zh
without "kpath 0."
