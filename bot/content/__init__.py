"""The content library at work: its folder, approvals, what is due."""
