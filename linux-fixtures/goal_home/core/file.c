#include "file.h"

void wakeup(void) { }
void page_add(struct file *f) { }
int vfs_write(struct file *f) { return f->op->write(f); }
