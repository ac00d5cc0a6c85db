states sk_state -f markdown
without "kpath 0."
