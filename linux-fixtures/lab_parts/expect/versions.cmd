report versions.json -f text
