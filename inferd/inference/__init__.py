"""What expressions may be, which functions are called with what, and what stays known after an edit.

`types` has the values, `program` the steps of the code, `engine` what is asked of both (its head has the terms),
`questions` how questions are answered that ask each other.  Then by room: `definitions`, `operations`, `scopes`
(a function's run), `flow` (between functions), `keeping` (what of the answers stands after an edit).
"""
