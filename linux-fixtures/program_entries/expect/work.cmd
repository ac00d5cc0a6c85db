entries work -d <db>
