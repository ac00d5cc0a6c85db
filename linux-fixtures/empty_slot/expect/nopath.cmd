path vfs_flush some_flush
