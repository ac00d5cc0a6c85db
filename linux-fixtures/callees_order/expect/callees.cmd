callees second
