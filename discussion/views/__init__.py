"""Pages of comments: written on a document's page, and on a page of their own where something is to be mended."""
