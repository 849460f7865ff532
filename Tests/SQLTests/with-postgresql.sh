#!/bin/sh
# Runs a command with a private PostgreSQL server at hand: a cluster in a temporary directory, removed afterwards. Where PostgreSQL is not
# installed, or PGHOST names a server already, the command runs as it is.
[ -n "$PGHOST" ] && exec "$@"
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$programs" ] || programs=$(dirname "$(command -v postgres 2>/dev/null || echo /nowhere/postgres)")
[ -x "$programs/initdb" ] && [ -x "$programs/pg_ctl" ] || exec "$@"

folder=$(mktemp -d)
# The server does not run as root.
as=
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || { rmdir "$folder"; exec "$@"; }
  chown postgres "$folder"
  as="runuser -u postgres --"
fi
stop() {
  (cd "$folder" && $as "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1)
  rm -rf "$folder"
}
trap 'stop; exit 130' INT TERM
(
  cd "$folder" &&
    $as "$programs/initdb" -D "$folder/data" -A trust -U luodi -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 &&
    $as "$programs/pg_ctl" -D "$folder/data" -o "-k '$folder' -h '' -F" -l "$folder/server.log" -w start >/dev/null 2>&1
) || { cat "$folder/log" >&2; stop; exec "$@"; }
PGHOST="$folder" PGUSER=luodi PGDATABASE=postgres "$@"
status=$?
stop
exit $status
