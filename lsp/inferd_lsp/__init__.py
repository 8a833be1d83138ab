"""The language server: pygls sessions over `inferd.project`, one thin handler per LSP method.

Nothing in `inferd` imports this package, and nothing but this package sees pygls and lsprotocol.
"""
