"""The page of ./run bench report: model.py computes, charts.py draws, page.py writes; style.css and page.js go into it."""
