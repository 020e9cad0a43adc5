"""Files on their way in: kept on disk, checked beside the pages, saved once."""
