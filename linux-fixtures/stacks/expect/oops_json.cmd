stack reports/oops.txt -d <db> -f json
