import Glibc
import TestSupport
import Testing

/// The benchmark at a size that takes seconds: every query of the workload, its answer against SQLite's, cell by cell. No time is looked at.
/// Skipped where there is no Python.
@Suite struct SmallSizeTests {
  static let hasPython = Program.shell("python3 -c 'import sqlite3'").status == 0

  /// Where the benchmark has left its data and answers, and how it ended.
  struct Run {
    var folder: String
    var outcome: Program.Outcome

    var compare: String { "python3 Benchmarks/peers/compare.py \(folder)/tiny-12/data \(folder)/tiny-12/answers --answers" }
    func answer(_ name: String) -> String { "\(folder)/tiny-12/answers/luodi/\(name).csv" }
  }

  /// Runs the benchmark in a new folder, which is removed after the body.
  static func withRun(_ body: (Run) throws -> Void) rethrows {
    let folder = Program.shell("mktemp -d").output.split(separator: "\n").first.map(String.init) ?? "/nonexistent"
    defer { _ = Program.shell("rm -rf '\(folder)'") }
    let programs = Program.path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let command =
      "python3 Benchmarks/bench.py --size tiny --seed 12 --answers --repeat 1 --peers sqlite --folder \(folder) --programs '\(programs)'"
    try body(Run(folder: folder, outcome: Program.shell(command, timeout: 300)))
  }

  @Test(.enabled(if: hasPython)) func everyAnswerIsSQLites() throws {
    try SmallSizeTests.withRun { run in
      #expect(run.outcome.status == 0, "\(run.outcome.output)\(run.outcome.errors)")
      let names = try #require(contents(of: Program.root + "/Benchmarks/workload.tsv")).split(separator: "\n").filter { !$0.hasPrefix("#") }
        .compactMap { $0.split(separator: "\t").first }
      #expect(names.count == 14)
      #expect(run.outcome.output.contains("\(names.count) answers of 1 engines are equal, cell by cell: sqlite"))
      // Answers without a row would be equal too.
      for name in names {
        let answer = try #require(contents(of: run.answer(String(name))))
        #expect(answer.split(separator: "\n").count > 1, "\(name)")
      }

      // And the comparison tells one figure, one row, one file.
      let ranks = run.answer("rank_rate")
      #expect(Program.shell("cp \(ranks) \(run.folder)/kept && sed -i '3s/0\\./9./' \(ranks) && \(run.compare)").status == 1)
      #expect(Program.shell("sed '$d' \(run.folder)/kept > \(ranks) && \(run.compare)").status == 1)
      let without = Program.shell("rm \(ranks) && \(run.compare)")
      #expect(without.status == 1 && without.output.contains("rank_rate: luodi has no answer"))
      #expect(Program.shell("cp \(run.folder)/kept \(ranks) && \(run.compare)").status == 0)
      #expect(Program.shell("rm -r \(run.folder)/tiny-12/answers/sqlite && \(run.compare)").status == 2)
    }
  }
}
