why run nobody -d <db>
