"""What a file name and the first pages of a document say about it: proposals, each with its place and sureness."""
