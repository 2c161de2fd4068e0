"""`python -m annonce_nlp.cli`."""

import sys

from annonce_nlp.cli import main

sys.exit(main())
