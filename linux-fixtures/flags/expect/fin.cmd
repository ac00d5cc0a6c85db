flags FIN -f json
drop index schema guards
