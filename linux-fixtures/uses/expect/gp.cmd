uses gp -d <db>
