layers --as nobody
