layers --as tcp4
