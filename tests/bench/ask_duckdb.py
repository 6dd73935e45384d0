# The question of raw rows, asked of DuckDB: ask_duckdb.py CSV MUNICIPALITY. Prints the median of five in milliseconds.
import json
import sys
import time

import duckdb

path, largest = sys.argv[1:]
db = duckdb.connect()
db.execute("create table touch as select * from read_csv(?, header = true, all_varchar = true)", [path])
QUESTIONS = {
    "work of the largest municipality, since the start": "select channel, outcome, count(*) from touch where municipality = $1 group by 1, 2",
    "work of all the others, since the start": "select channel, outcome, count(*) from touch where municipality <> $1 group by 1, 2",
}
for name, sql in QUESTIONS.items():
    took = []
    for _ in range(5):
        before = time.perf_counter()
        db.execute(sql, [largest]).fetchall()
        took.append((time.perf_counter() - before) * 1000)
    print(json.dumps({"question": name, "ms": sorted(took)[2]}))
