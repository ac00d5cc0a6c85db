path sock_release send_fin
