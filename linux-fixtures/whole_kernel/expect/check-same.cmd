check same.md
