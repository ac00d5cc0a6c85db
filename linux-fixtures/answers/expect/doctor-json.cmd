doctor -f json
drop index seconds sandbox index_bytes
