doctor -f markdown --lang zh
without "kpath 0." 建立用时 限制手段 MiB
