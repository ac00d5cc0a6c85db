uses sk_state -f json --lang zh
