"""One module per kind of file, named as the kind: `count(path)` and `read(path, first, last)`."""
