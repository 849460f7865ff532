import Schema
import Semantics

/// A setting of the command line that the language cannot read.
struct SettingFailure: Error {
  var message: String
  var status: ExitStatus = .usage
}

/// `--as-of` and `--today`: moments in the language.
enum Moment {
  static func apply(_ settings: Settings, to world: inout World) throws(SettingFailure) {
    if let text = settings.asOf {
      let last = try span(text, "--as-of", world).last
      guard let snapshot = world.snapshot(onOrBefore: last) else {
        let first = world.snapshots.first.map { "the first is of \($0)" } ?? "there is none"
        throw SettingFailure(message: "--as-of \(text): no snapshot on or before \(last); \(first)", status: .data)
      }
      world.askedSnapshot = snapshot
    }
    if let text = settings.today {
      let days = try span(text, "--today", world)
      guard days.first == days.last else { throw SettingFailure(message: "--today wants one day, not '\(text)'") }
      world.today = days.first
    }
  }

  private static func span(_ text: String, _ option: String, _ world: World) throws(SettingFailure) -> (first: Day, last: Day) {
    guard let span = world.days(of: text) else {
      throw SettingFailure(message: "\(option) wants a moment such as 2018-06-30 or 'first snapshot', not '\(text)'")
    }
    return span
  }
}
