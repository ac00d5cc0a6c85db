path sock_release send_fin -k 2
