diff <old> <db> 'connect(2)' ip_output -f json
drop index schema
