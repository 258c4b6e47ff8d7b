"""What a YAML file can say at any place: a text, number, truth, list, mapping, or nothing."""

from typing import Any

# A type that names them all would have every reader prove again what pydantic has checked.
YamlValue = Any
