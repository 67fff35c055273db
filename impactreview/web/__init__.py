"""The glue between Flask and the rooms: access marks, forms, refusals, languages, safe HTML."""
