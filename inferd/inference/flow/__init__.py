"""What flows between functions: contexts, the rounds in which they come to rest, and where rounds start."""
