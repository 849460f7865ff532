import Glibc
import TestSupport
import Testing

/// What `as jsonl` writes is read again, as the same table that `as csv` writes.
@Suite struct WrittenLinesTests {
  @Test(arguments: ["projects", "nodes"]) func jsonLinesComeBack(_ table: String) {
    let folder = "/tmp/luodi-lines-\(getpid())-\(table)"
    let outcome = Program.shell(
      """
      mkdir -p \(folder)/2018-03-09
      luodi examples/wuhan-2018 -q -c 'list \(table) as of 2018-03-09 as csv' > \(folder)/first.csv
      luodi examples/wuhan-2018 -q -c 'list \(table) as of 2018-03-09 as jsonl' > \(folder)/2018-03-09/\(table).jsonl
      luodi \(folder) -q -c 'list \(table) as csv' > \(folder)/second.csv
      cmp \(folder)/first.csv \(folder)/second.csv && test $(wc -l < \(folder)/second.csv) -gt 100 && echo same
      rm -rf \(folder)
      """)
    #expect(outcome.output == "same\n", "\(outcome.output)\(outcome.errors)")
  }
}
