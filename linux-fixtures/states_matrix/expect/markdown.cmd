states link.state -f markdown
without "kpath 0."
