why do_early late_one -d <db>
