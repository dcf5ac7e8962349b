"""The secretariat's part: what was searched for, what a synonym would change, what stands above the results."""
