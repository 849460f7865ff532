import Diagnostics
import Output
import Results

/// Answers on their way into files. A file is written whole: once its last answer is there, or when what was entered has run.
///
/// Formats that hold several answers (``OutputFormat/holdsSeveral``) get all of one run; the others one, and a second is refused, before anything runs
/// where the statements tell (``AnswerPlan``).
struct AnswerFiles {
  enum Answer {
    case table(ResultTable)
    case card(RecordCard)
  }

  private struct Waiting {
    let file: OutputFile
    let format: OutputFormat
    let options: OutputOptions
    var answers: [Answer] = []
    var isWritten = false
    /// Of `--output`: at the prompt its answers go on
    let isOption: Bool
  }

  private var waiting: [String: Waiting] = [:]
  private var order: [String] = []
  private var streams: [String: OutputStream] = [:]
  var plan = AnswerPlan()

  mutating func add(
    _ answer: Answer, to file: OutputFile, _ format: OutputFormat, _ options: OutputOptions, isOption: Bool,
    _ check: @escaping () throws -> Void
  ) throws {
    if file.place == .stream {
      let stream = try streams[file.target] ?? OutputStream(file)
      streams[file.target] = stream
      return try Self.put([answer], format, options, isEscaped: file.isTerminal, check) { try stream.put($0) }
    }
    if file.isStream {
      let isEscaped = file.isTerminal
      return try file.write { try Self.put([answer], format, options, isEscaped: isEscaped, check, $0) }
    }
    let key = file.key
    if let before = waiting[key] {
      guard format.holdsSeveral, before.format == format else { throw ShellProblem.severalAnswers(file.path, format) }
    } else {
      waiting[key] = Waiting(file: file, format: format, options: options, isOption: isOption)
      order.append(key)
    }
    waiting[key]!.answers.append(answer)
    waiting[key]!.isWritten = false
    if let planned = plan.counts[key], planned <= waiting[key]!.answers.count { try write(key, check) }
  }

  /// Writes what waits. The next answer begins the files anew, but for those of `--output`.
  mutating func writeAll(_ check: @escaping () throws -> Void) throws {
    defer { streams = [:] }
    for stream in streams.values { try stream.close() }
    for key in order where !(waiting[key]?.isWritten ?? true) { try write(key, check) }
    order.removeAll { !(waiting[$0]?.isOption ?? false) }
    waiting = waiting.filter { $0.value.isOption }
    plan = AnswerPlan()
  }

  private mutating func write(_ key: String, _ check: @escaping () throws -> Void) throws {
    guard let entry = waiting[key] else { return }
    waiting[key]?.isWritten = true
    // What is there may have become another file since; the rules are those for what is there now.
    let file = try OutputFile(entry.file.path)
    let isEscaped = file.isTerminal
    try file.write { try Self.put(entry.answers, entry.format, entry.options, isEscaped: isEscaped, check, $0) }
  }

  /// - Parameter isEscaped: it goes to a terminal, which gets nothing that it would obey.
  private static func put(
    _ answers: [Answer], _ format: OutputFormat, _ options: OutputOptions, isEscaped: Bool, _ check: @escaping () throws -> Void,
    _ sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    let tables = answers.compactMap { if case .table(let table) = $0 { table } else { nil } }
    let escaping = EscapingSink(format, isEscaped: isEscaped, send: sink)
    let held = HeldAnswer(of: tables, check: check) { try escaping.put($0) }
    var writer = ResultWriter(format, options) { try held.put($0) }
    for (place, answer) in answers.enumerated() {
      switch answer {
      case .table(let table): try writer.write(table)
      case .card(let card):
        if place > 0 { try held.put([0x0A]) }
        try held.put(try CardWriter(options).bytes(card))
      }
    }
    try writer.finish()
    try held.finish()
    try escaping.finish()
  }
}

/// Bytes of an answer on their way to where a person may look at them. A terminal gets nothing that it would obey; tables see to it themselves.
final class EscapingSink {
  private var escaper: DisplayEscaper?
  private let send: ([UInt8]) throws -> Void

  init(_ format: OutputFormat, isEscaped: Bool, send: @escaping ([UInt8]) throws -> Void) {
    self.send = send
    if isEscaped, format != .table { escaper = DisplayEscaper(keeping: format.facts.controls) }
  }

  func put(_ bytes: [UInt8]) throws { try send(escaper?.escaped(bytes) ?? bytes) }

  func finish() throws {
    guard let rest = escaper?.rest(), !rest.isEmpty else { return }
    try send(rest)
  }
}
