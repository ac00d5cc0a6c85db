check named-behind.md
