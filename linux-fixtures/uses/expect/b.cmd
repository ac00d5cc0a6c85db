uses node.b -d <db>
