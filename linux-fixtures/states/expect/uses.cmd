uses sk_state
