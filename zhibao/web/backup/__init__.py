"""备份: database, data folder and working folders of a site in one file that proves itself, and the way back."""
