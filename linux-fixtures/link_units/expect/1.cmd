why boot_put put_plain -d <db>
