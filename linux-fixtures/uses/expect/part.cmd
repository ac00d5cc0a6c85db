uses inner.x -d <db>
