why generic_suspend net_suspend -d <db>
