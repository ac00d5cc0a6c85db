states nud_state
