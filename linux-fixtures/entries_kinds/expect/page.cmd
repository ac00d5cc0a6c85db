entries put -f markdown
