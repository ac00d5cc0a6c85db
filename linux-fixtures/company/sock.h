struct sock;
struct proto { void (*close)(struct sock *sk); };
struct proto_ops { void (*release)(struct sock *sk); };
struct sock { const struct proto *prot; const struct proto_ops *ops; };

void sock_init(struct sock *sk, const struct proto *prot, const struct proto_ops *ops);
