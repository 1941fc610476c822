"""页: one module and one template per page, side by side; the folder is the verb that it serves."""
