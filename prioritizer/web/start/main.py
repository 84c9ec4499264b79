"""The script that Streamlit runs again at every change. Processes that import it do nothing."""

from prioritizer.web.main import main

if __name__ == "__main__":
    main()
