path anywhere near --lang zh
