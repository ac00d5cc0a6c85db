diff <old> <db> 'connect(2)' ip_output -f tsv
