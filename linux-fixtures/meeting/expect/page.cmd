path queue_work worker -f markdown
