states sk_stat
