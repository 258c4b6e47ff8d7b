"""Conduct: what follows from what people do. Pure, like everything in `handlers`."""
