flags RESET
