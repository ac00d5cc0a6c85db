why setup attach -d <db>
