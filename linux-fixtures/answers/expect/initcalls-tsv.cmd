initcalls -f tsv
