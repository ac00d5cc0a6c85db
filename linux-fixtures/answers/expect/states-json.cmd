states sk_state -f json
drop index
