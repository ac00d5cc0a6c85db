uses bell[] -d <db>
