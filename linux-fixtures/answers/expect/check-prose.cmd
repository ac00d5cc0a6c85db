check prose.md
