report versions.json -f text --observed run.tsv
