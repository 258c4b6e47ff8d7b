"""Work for people: given, reminded of, seen done, handed on."""
