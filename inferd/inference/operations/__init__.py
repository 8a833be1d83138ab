"""What each operation of the language gives, of values alone: calls, operators, subscripts, iteration, containers."""
