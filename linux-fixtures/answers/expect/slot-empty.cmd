slot never
