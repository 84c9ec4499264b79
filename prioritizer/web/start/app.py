"""What ``prioritizer app`` starts: the same app as ``app.py`` of the repository, from an installed package."""

import streamlit as st

from prioritizer.web.shell import SCRIPT, SETTINGS

app = st.App(SCRIPT, **SETTINGS)
