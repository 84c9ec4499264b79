"""The page of a project alone, as Streamlit would run it."""

from prioritizer.web.pages import project
from prioritizer.web.room import keep_link

project.show()
keep_link()
