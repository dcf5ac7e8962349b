"""Members talk about each other's material: threads on a publication or one page of it, two levels deep."""
