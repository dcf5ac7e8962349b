"""From a query to pages in order, of what one reader may see."""
