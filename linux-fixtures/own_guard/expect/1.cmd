why obsolete early_one -d <db>
