"""What definitions say: annotations, signatures, classes and their members, and what mappers and fixtures add."""
