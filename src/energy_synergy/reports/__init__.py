"""Reports: a group or a company over a period as a workbook and as a printable document."""
