"""What all tests share."""

from __future__ import annotations

import os

# Before NumPy is imported: threads of OpenBLAS that wait for a busy core make the NER twenty
# times slower on a shared machine, and no faster on an idle one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import settings

# How long an example takes says nothing here: the first one may load models, on a busy machine.
settings.register_profile("annonce_nlp", deadline=None)
settings.load_profile("annonce_nlp")
