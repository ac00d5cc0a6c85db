report versions.json -f markdown --lang zh
