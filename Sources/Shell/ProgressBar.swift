import Diagnostics
import Glibc
import Intake
import Synchronization

/// One line at the terminal that says how far a load is, written over itself: rows, megabytes a second, time left.
///
/// ```
/// [#########-----------] 45 %  27,300,000 rows  812 MB/s  3 s left
/// ```
final class ProgressBar: Sendable {
  private let language: Language
  private let start = ProgressBar.now
  /// When the line was last written; nil: never
  private let written = Mutex<Double?>(nil)

  /// Between two writes, in seconds.
  private static let pause = 0.1

  /// Nil where nobody looks on: standard error is no terminal, or quiet was asked for.
  init?(_ settings: Settings, in language: Language) {
    guard !settings.isQuiet, isatty(2) == 1 else { return nil }
    self.language = language
  }

  func show(_ progress: LoadProgress) {
    let now = Self.now
    written.withLock { written in
      guard now - (written ?? 0) >= Self.pause else { return }
      written = now
      let line = Self.line(progress, seconds: max(now - start, 0.001))[language]
      Streams.write(Array("\r\(line)\u{1B}[K".utf8), to: 2)
    }
  }

  /// Takes the line away.
  func clear() {
    written.withLock { if $0 != nil { Streams.write(Array("\r\u{1B}[K".utf8), to: 2) } }
  }

  static func line(_ progress: LoadProgress, seconds: Double) -> Bilingual {
    let share = progress.totalBytes == 0 ? 0 : Double(progress.bytes) / Double(progress.totalBytes)
    let width = 20
    let full = Int(share * Double(width))
    let bar = String(repeating: "#", count: full) + String(repeating: "-", count: width - full)
    let speed = Int((Double(progress.bytes) / 1_000_000 / seconds).rounded())
    let left = share > 0 ? Int((seconds / share * (1 - share)).rounded(.up)) : nil
    let head = "[\(bar)] \(Int(share * 100)) %  "
    let rows = grouped(progress.rows)
    let (wait, chineseWait) = left.map { ("  \(time($0)) left", "  剩余 \(time($0))") } ?? ("", "")
    return Bilingual("\(head)\(rows) rows  \(speed) MB/s\(wait)", "\(head)\(rows) 行  \(speed) MB/s\(chineseWait)")
  }

  /// `40 s`, `2:05`, `1:02:05`
  private static func time(_ seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// `27,300,000`
  private static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
