"""Simulated communities, in which adverts are found, and innocents are let alone, in context."""
