stack reports/oops.txt -d <db>
