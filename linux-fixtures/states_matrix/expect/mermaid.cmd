states link.state -f mermaid
