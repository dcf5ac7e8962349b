"""Turns bytes into pages and page pictures, and judges what may come in. Pure Python: it knows no Django.

`runner` is the door for the site: everything that opens a file does so in a child process with limits.
"""

VERSION = 4
"""Of what reading gives. Raise it when a reader finds more or better text: what an older one read is read again."""
