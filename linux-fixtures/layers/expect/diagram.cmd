layers -f mermaid
