why __traceiter_user probe_wakeup -d <db>
