"""Runs SQL in another engine and prints every answer cell by cell.

  answers.py ENGINE FOLDER   ENGINE is duckdb or clickhouse (chdb); loads FOLDER/schema-ENGINE.sql, runs FOLDER/queries/N.sql from 0 on

A line `# N` begins an answer, `! message` is a failure; a row is a line of cells between tabs. NULL is \\N.
"""
import datetime
import decimal
import os
import sys


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


def duckdb_engine(schema):
    import duckdb

    database = duckdb.connect()
    database.execute(schema)
    return lambda query: "".join("\t".join(cell(value) for value in row) + "\n" for row in database.execute(query).fetchall())


def clickhouse_engine(schema):
    from chdb import session

    # One statement at a time, as its client reads them.
    database = session.Session()
    for statement in schema.split(";\n"):
        if statement.strip():
            database.query(statement)
    # Its own cells between tabs, but for the quotation mark, which it escapes.
    return lambda query: database.query(query, "TabSeparated").bytes().decode("utf-8").replace("\\'", "'")


def main(engine, folder):
    os.chdir(folder)
    with open(f"schema-{engine}.sql", encoding="utf-8") as file:
        answer = {"duckdb": duckdb_engine, "clickhouse": clickhouse_engine}[engine](file.read())
    with open("answers.txt", "w", encoding="utf-8", newline="\n") as out:
        number = 0
        while os.path.exists(f"queries/{number}.sql"):
            out.write(f"# {number}\n")
            try:
                with open(f"queries/{number}.sql", encoding="utf-8") as file:
                    out.write(answer(file.read()))
            except Exception as problem:
                out.write("! " + " ".join(str(problem).split()) + "\n")
            number += 1


main(sys.argv[1], sys.argv[2])
