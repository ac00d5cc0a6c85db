check talk.md -v
