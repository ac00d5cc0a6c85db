flags syn/ack
