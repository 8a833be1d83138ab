"""What was answered, from what, and which of it still stands after an edit (docs/decisions/0005)."""
