verify --lang zh
