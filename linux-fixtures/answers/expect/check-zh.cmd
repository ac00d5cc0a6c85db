check zh.md --lang zh
