extern const struct file_operations ext_file;
