struct file;
struct file_operations { int (*write)(struct file *f); };
struct file { const struct file_operations *op; };
void generic_write(struct file *f);
void page_add(struct file *f);
