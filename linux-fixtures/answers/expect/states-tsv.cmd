states sk_state -f tsv
