"""账号: coming in and going out."""
