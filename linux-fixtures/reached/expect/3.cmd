callers register_driver -f json -d <db>
