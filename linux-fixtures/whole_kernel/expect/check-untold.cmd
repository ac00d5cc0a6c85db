check untold.md
