"""SOP tables as ops keep them in spreadsheets: read into plans, and written from them."""
