why run finished -d <db>
