"""What the page of results shows: what is asked, what is found, what it says, and why."""
