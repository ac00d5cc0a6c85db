scenario show udp4 -f markdown
without "kpath 0."
