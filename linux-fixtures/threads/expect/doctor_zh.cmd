doctor --lang zh
with 函数
