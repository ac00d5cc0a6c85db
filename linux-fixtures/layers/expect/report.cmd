report lab.json -f markdown
with "` \\= `"
