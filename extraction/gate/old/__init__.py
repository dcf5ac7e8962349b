"""Rules about documents of Office until 2003, one module a program."""
