states poll_state
