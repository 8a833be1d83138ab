"""One scope run, its steps in order or asked for one by one: branches, tests, what becomes of containers in it."""
