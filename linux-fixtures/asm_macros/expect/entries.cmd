entries save_regs
