"""Turns bytes into pages and page pictures, and judges what may come in. Pure Python: it knows no Django.

`runner` is the door for the site: everything that opens a file does so in a child process with limits.
"""
