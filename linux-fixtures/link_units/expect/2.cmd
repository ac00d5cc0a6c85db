why kernel_put put_plain -d <db>
