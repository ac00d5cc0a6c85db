verify --trace run.tsv -f json
drop index
