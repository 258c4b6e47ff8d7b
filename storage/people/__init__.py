"""Who is who and who is where: identities, student IDs, names, merging."""
