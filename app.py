"""The committee's app: ``streamlit run app.py``, or ``prioritizer app``."""

import streamlit as st

from prioritizer.web.shell import SCRIPT, SETTINGS

app = st.App(SCRIPT, **SETTINGS)
