"""What people and programs read: text, Markdown, JSON and annotations, as functions that return strings.

One module for each thing shown (`findings`, `plan`, `outcome`, `shifts`, `who`, `page`, `holidays`), each
with `text`, `markdown` and `json`. Nothing here prints, or knows the clock, the environment or the terminal.
"""
