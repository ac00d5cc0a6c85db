report compare.json -d <db> -f text
