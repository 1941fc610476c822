"""定义: everything the field decides, as files, and what loads and checks them."""
