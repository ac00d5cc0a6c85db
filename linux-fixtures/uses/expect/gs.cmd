uses gs -d <db>
