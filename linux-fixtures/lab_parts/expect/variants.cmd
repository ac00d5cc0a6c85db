report variants.json -f text
