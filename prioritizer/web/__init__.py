"""The committee's app: thin pages over the calls that the command line makes."""
