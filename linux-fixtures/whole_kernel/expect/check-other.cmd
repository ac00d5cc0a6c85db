check other.md
