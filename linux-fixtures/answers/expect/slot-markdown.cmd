slot proto.connect -f markdown
without "kpath 0."
