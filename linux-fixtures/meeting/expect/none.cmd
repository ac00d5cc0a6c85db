path queue_work length
