"""Files of the house → models. See curriculum.py for the folders and faults.py for the messages."""
