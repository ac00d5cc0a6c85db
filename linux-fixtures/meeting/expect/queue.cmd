path queue_work worker
