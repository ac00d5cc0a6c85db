states sk_state -f mermaid
