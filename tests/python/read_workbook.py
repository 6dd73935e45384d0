# Reads a workbook with an independent reader and prints its sheets: each cell's kind and value.
import io
import json
import sys

from openpyxl import load_workbook

book = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
sheets = [[sheet.title, [[[cell.data_type, cell.value] for cell in row] for row in sheet.iter_rows()]] for sheet in book.worksheets]
print(json.dumps(sheets, default=lambda day: day.date().isoformat()))
