"""网上的命令: `python -m zhibao.web serve|demo|worker|trail`; `zhibao serve` and its like run it."""

import sys

from zhibao.web.serving import main

sys.exit(main(sys.argv[1:]))
