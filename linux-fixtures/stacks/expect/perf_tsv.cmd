stack reports/perf.txt -d <db> -f tsv
