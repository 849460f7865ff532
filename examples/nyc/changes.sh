#!/bin/sh
# What changed between each report and the one before, by luodi's `changes`, against the publisher's own printed columns
# "Latest Budget Changes" and "Latest Schedule Changes".
#
#   sh changes.sh FILE.csv
#
# Prints how many cells agree, then each that does not. $LUODI names another program than the `luodi` in the path.
#
# A cell counts where a report and the one before it hold the project and its amount or date, and the later one prints a change. A project that
# was left out of the report before is compared with the last one that has it. The publisher prints whole dollars, so ours are rounded.
set -eu
file=${1:?usage: changes.sh FILE.csv}
luodi=${LUODI:-luodi}
here=$(dirname "$0")

ask() { "$luodi" "$file" --model "$here/nyc.lq" --quiet --format csv "$@"; }

# Queries for two reports: the cells that count, those whose change is another than the printed one, and those that did not change although a change
# is printed. Constants lead each row, so that one stream can hold all answers. $3 narrows them down to some projects.
compare() {
  compare_cells "$1" "$2" "$3" budget budget budget_change 'round(new - old)' 0m
  compare_cells "$1" "$2" "$3" schedule forecast_completion schedule_change 'new - old' 0d
}

compare_cells() {
  before=$1 day=$2 who=$3 what=$4 field=$5 printed=$6 change=$7 zero=$8
  known="$who and existed on $before and $field is known and previous($field, $before) is known and $printed is known"
  cat <<END
list "cell" as kind, "$what" as what, pid of projects where $known as of $day;
changes in $field of projects since $before to $day where $who
  | where old is known and new is known and key.$printed is known and $change != key.$printed
  | list "other" as kind, "$what" as what, key, "$day" as day, old, new, $change as difference, key.$printed as printed;
list "silent" as kind, "$what" as what, pid, "$day" as day, $field as old, $field as new, $zero as difference, $printed of projects
  where $known and not changed $field since $before and $printed != $zero as of $day;
END
}

days=$(ask -c 'describe snapshots' | cut -d ' ' -f 1)

# Each report and the one before.
consecutive() {
  before=
  for day in $days; do
    if [ -n "$before" ]; then
      compare "$before" "$day" 'pid is known'
    fi
    before=$day
  done
}

# Projects that vanish and return: the report in which each was last, the one in which it is again, and its key.
returned() {
  ask -c 'history of projects | where change in (removed, returned) | list key, `from` as day, change' | awk -F , -v days="$days" '
    BEGIN { count = split(days, list, /[ \n]+/); for (place = 2; place <= count; place++) before[list[place]] = list[place - 1] }
    $3 == "removed" { last[$1] = before[$2] }
    $3 == "returned" { print last[$1], $2, $1 }'
}

{
  consecutive
  returned | while read -r before day key; do compare "$before" "$day" "pid = \"$key\""; done
} | ask -f - | awk -F , '
  $1 == "cell" { cells[$2]++ }
  $1 == "other" || $1 == "silent" {
    exceptions[$2]++
    lines[$2] = lines[$2] sprintf("  %s  project %s: %s -> %s is %s, printed %s\n", $4, $3, $5, $6, $7, $8)
  }
  END {
    count = split("budget schedule", names, " ")
    for (place = 1; place <= count; place++) {
      what = names[place]
      printf "%s: %d of %d cells equal the printed change\n%s", what, cells[what] - exceptions[what], cells[what], lines[what]
    }
  }'
