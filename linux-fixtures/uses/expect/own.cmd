uses calls -d <db>
