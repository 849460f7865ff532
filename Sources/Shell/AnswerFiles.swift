import Output
import Store

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
      return try Self.put([answer], format, options, check) { try stream.put($0) }
    }
    if file.isStream { return try Self.write([answer], to: file, format, options, check) }
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
    try Self.write(entry.answers, to: try OutputFile(entry.file.path), entry.format, entry.options, check)
  }

  private static func write(
    _ answers: [Answer], to file: OutputFile, _ format: OutputFormat, _ options: OutputOptions, _ check: @escaping () throws -> Void
  ) throws {
    try file.write { try put(answers, format, options, check, $0) }
  }

  private static func put(
    _ answers: [Answer], _ format: OutputFormat, _ options: OutputOptions, _ check: @escaping () throws -> Void,
    _ sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    let tables = answers.compactMap { if case .table(let table) = $0 { table } else { nil } }
    let held = HeldAnswer(of: tables, check: check, send: sink)
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
  }
}
