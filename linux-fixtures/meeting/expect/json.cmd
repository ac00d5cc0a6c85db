path queue_work worker -f json
drop index schema
