"""The static site of `rota calendar`: what is gathered from the file, the model of the pages, and the pages.

`gathered` asks the engine, `days` lays shifts on days, `build` makes the model, `site` renders it with the
templates of this folder. Nothing here reads the clock or writes a file.
"""
