verify --trace run.tsv
