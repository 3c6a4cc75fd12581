"""The tests. A package, so that they can share planting.py and tiny_house.py."""
