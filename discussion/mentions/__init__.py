"""宛先: people and bodies that the words of a comment address with an @."""
