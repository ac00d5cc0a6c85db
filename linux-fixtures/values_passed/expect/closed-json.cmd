path anywhere near -f json
