"""What leaves the portal by an address that only one person knows: new documents (Atom), deadlines (iCalendar)."""
