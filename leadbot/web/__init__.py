"""Pages: health now; the noticeboard, the report and the calendar come here."""
