"""What authors write, as frozen models. See marks.py for what the annotations mean."""
