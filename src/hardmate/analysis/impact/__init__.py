"""What a change of the standards, or of declarations, does: to each clause, to what is proved, and to a fleet."""
