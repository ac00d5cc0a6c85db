doctor -d <db>
without "made in" confined MiB
