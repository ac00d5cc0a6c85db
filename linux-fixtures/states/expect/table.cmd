states sk_state
