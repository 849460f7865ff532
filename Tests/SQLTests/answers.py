"""Runs SQL in DuckDB and prints every answer cell by cell.

  answers.py FOLDER   loads FOLDER/schema-duckdb.sql, runs FOLDER/queries/N.sql from 0 on, writes FOLDER/answers.txt

A line `# N` begins an answer, `! message` is a failure; a row is a line of cells between tabs. NULL is \\N.
"""
import datetime
import decimal
import os
import sys

import duckdb


def cell(value):
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, decimal.Decimal):
        text = format(value, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime.datetime):
        return "timestamp " + value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def main(folder):
    os.chdir(folder)
    database = duckdb.connect()
    with open("schema-duckdb.sql", encoding="utf-8") as file:
        database.execute(file.read())
    with open("answers.txt", "w", encoding="utf-8") as out:
        number = 0
        while os.path.exists(f"queries/{number}.sql"):
            out.write(f"# {number}\n")
            try:
                with open(f"queries/{number}.sql", encoding="utf-8") as file:
                    for row in database.execute(file.read()).fetchall():
                        out.write("\t".join(cell(value) for value in row) + "\n")
            except Exception as problem:
                out.write("! " + " ".join(str(problem).split()) + "\n")
            number += 1


main(sys.argv[1])
