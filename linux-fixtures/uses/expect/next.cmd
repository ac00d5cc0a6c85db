uses node.next -d <db>
