"""`python -m inferd_lsp`: the server over stdio."""

import os
import sys

# `-m` puts the current directory first, and an editor starts us in a project: whose modules are not ours to run.
if not sys.flags.safe_path and sys.path[:1] == [os.getcwd()] and not os.path.isdir("inferd_lsp"):
    del sys.path[0]

from inferd_lsp.standalone import main

sys.exit(main())
