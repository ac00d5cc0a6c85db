entries put -v
