import Diagnostics
import Intake
import TestSupport
import Testing

@testable import Shell

/// What a load says of itself while it runs.
@Suite struct ProgressTests {
  private func load(_ options: [String]) -> String {
    let library = "/tmp/luodi-progress-\(UInt64.random(in: 0...UInt64.max)).luodi"
    let terminal = PseudoTerminal(
      arguments: ["load", library, "Tests/ShellTests/Fixtures/tiny", "--model", "Tests/ShellTests/Fixtures/tiny.lq"] + options)
    _ = terminal.wait(for: "now 2 snapshots")
    _ = Program.shell("rm -f \(library)")
    return String(decoding: terminal.screen, as: UTF8.self)
  }

  @Test func aTerminalSeesTheBarAndThenTheReport() {
    let screen = load([])
    #expect(screen.hasPrefix("\r["), "\(screen.debugDescription)")
    #expect(screen.contains(" MB/s"))
    // The line is taken away before the report comes.
    #expect(screen.contains("\r\u{1B}[K"))
    #expect(screen.contains("added 2 snapshots"))
  }

  @Test func quietShowsNone() {
    let screen = load(["--quiet"])
    #expect(!screen.contains("MB/s"), "\(screen.debugDescription)")
    #expect(screen.contains("added 2 snapshots"))
  }

  @Test func aPipeSeesNone() {
    let outcome = Program.shell(
      "D=$(mktemp -d); luodi load $D/l.luodi Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq; rm -rf $D")
    #expect(outcome.status == 0)
    #expect(!outcome.errors.contains("MB/s") && !outcome.errors.contains("\u{1B}"))
  }

  @Test func linesAreWorded() {
    let progress = LoadProgress(bytes: 2_000_000_000, totalBytes: 4_000_000_000, rows: 27_300_000)
    #expect(
      ProgressBar.line(progress, seconds: 2.5)
        == .init(
          "[##########----------] 50 %  27,300,000 rows  800 MB/s  3 s left", "[##########----------] 50 %  27,300,000 行  800 MB/s  剩余 3 s")
    )
    let early = LoadProgress(bytes: 0, totalBytes: 4_000_000_000, rows: 0)
    #expect(ProgressBar.line(early, seconds: 0.1).english == "[--------------------] 0 %  0 rows  0 MB/s")
    let slow = LoadProgress(bytes: 40_000_000, totalBytes: 4_000_000_000, rows: 999)
    #expect(ProgressBar.line(slow, seconds: 60).english == "[--------------------] 1 %  999 rows  1 MB/s  1:39:00 left")
  }
}
