"""The page of the template alone, as Streamlit would run it."""

from prioritizer.web.pages import template
from prioritizer.web.room import keep_link

template.show()
keep_link()
