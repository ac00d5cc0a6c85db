doctor
without "made in" confined MiB
