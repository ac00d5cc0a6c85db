report compare.json -d <old> -d <db> -f text
