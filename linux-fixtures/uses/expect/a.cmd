uses node.a -d <db>
