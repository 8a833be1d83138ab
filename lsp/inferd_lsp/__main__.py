"""`python -m inferd_lsp`: the server over stdio."""

import sys

from inferd_lsp.server import main

sys.exit(main())
