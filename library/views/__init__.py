"""The spine's own pages: registration, files, what can be done with a publication."""
