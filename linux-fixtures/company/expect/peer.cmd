path sock_release wake_peer
