"""Rows of the index and what is counted of words: written, taken out, kept in step, looked after."""
