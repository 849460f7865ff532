import Diagnostics
import Engine
import Output
import Query
import Results

extension Session {
  /// Writes an answer where the query says, else where the command line says, else on standard output.
  func write(_ table: ResultTable, _ destination: Destination) throws {
    let file = file(of: destination)
    let isTerminal = isTerminal(file)
    let format = try format(destination, file: file, isTerminal: isTerminal)
    let options = outputOptions(format, isTerminal: isTerminal)
    try refuseDamage()
    if format == .xlsx, isTerminal { throw ShellProblem.workbookAtTerminal }
    if let file {
      try write(.table(table), to: file, isOption: destination.file == nil, format, options)
    } else {
      try answer(format, of: [table], isWhole: isPrompt && environment.outputIsTerminal) { sink in
        var writer = ResultWriter(format, options, drain: sink)
        try writer.write(table)
        try writer.finish()
      }
    }
    if !format.isForPeople, !settings.isQuiet { sayNotes(of: table) }
  }

  /// A record: a card for people at a terminal, its long form everywhere else.
  func write(_ card: RecordCard, _ destination: Destination) throws {
    let file = file(of: destination)
    let isTerminal = isTerminal(file)
    let format = try format(destination, file: file, isTerminal: isTerminal)
    guard format == .table else { return try write(card.longForm, destination) }
    let options = outputOptions(format, isTerminal: isTerminal)
    if let file { return try write(.card(card), to: file, isOption: destination.file == nil, format, options) }
    try answer(format, of: [], isWhole: isPrompt && environment.outputIsTerminal) { sink in try sink(try CardWriter(options).bytes(card)) }
  }

  /// Nil for standard output, which `to "-"` names where `--output` says otherwise.
  private func file(of destination: Destination) -> String? {
    let file = destination.file ?? settings.output
    return file == OutputFile.standardOutput ? nil : file
  }

  /// Standard output, or a device by its name: an answer that a person sees is the same whatever the terminal is called.
  private func isTerminal(_ file: String?) -> Bool {
    guard let file else { return environment.outputIsTerminal }
    return (try? OutputFile(file))?.isTerminal ?? false
  }

  private func write(
    _ answer: AnswerFiles.Answer, to path: String, isOption: Bool, _ format: OutputFormat, _ options: OutputOptions
  ) throws {
    let file = try OutputFile(path)
    if let use = filesInUse.use(of: file) { throw ShellProblem.inUse(path, use) }
    try answerFiles.add(answer, to: file, format, options, isOption: isOption) { try self.refuseDamage() }
  }

  /// Bytes on standard output, or all of them through the pager. A terminal gets nothing that it would obey.
  private func answer(
    _ format: OutputFormat, of tables: [ResultTable], isWhole: Bool, _ body: (_ sink: @escaping ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    var pieces: [[UInt8]] = []
    let escaping = EscapingSink(format, isEscaped: environment.outputIsTerminal) { bytes in
      if isWhole { pieces.append(bytes) } else { try Streams.answer(bytes) }
    }
    let held = HeldAnswer(of: tables, check: { try self.refuseDamage() }) { try escaping.put($0) }
    try body { try held.put($0) }
    try held.finish()
    try escaping.finish()
    if isWhole { try Pager.show(pieces, in: language, environment: environment) }
  }

  private func format(_ destination: Destination, file: String?, isTerminal: Bool) throws -> OutputFormat {
    if let format = destination.format { return format }
    // A device or FIFO has no ending that would tell.
    if let file = destination.file, !((try? OutputFile(file))?.isStream ?? false) {
      guard let format = OutputFormat(fileName: file) else {
        throw ShellProblem.formatUnknownByName(file)
      }
      return format
    }
    if let name = settings.format, let format = OutputFormat(name: name) { return format }
    if let file, !isTerminal { return try OutputFormat.ofOption(file) }
    return isTerminal ? .table : .csv
  }

  private func outputOptions(_ format: OutputFormat, isTerminal: Bool) -> OutputOptions {
    let usesColor =
      switch settings.color {
      case .always: true
      case .never: false
      case .auto: isTerminal && environment.variables["NO_COLOR"] == nil
      }
    var options = OutputOptions(
      language: language, namesInMachineFormats: settings.language != nil, usesColor: usesColor,
      cellLimit: format == .table && isTerminal ? 60 : nil)
    options.isolatesCells = format == .table && isTerminal
    options.isCancelled = Session.isInterrupted
    return options
  }

  /// What a table's footer would say, for formats that have none.
  private func sayNotes(of table: ResultTable) {
    let wording = Wording(language)
    for note in table.notes { Streams.say(Bilingual("note: ", "附注：")[language] + wording.note(note)) }
  }

  /// One value: alone on its line, without a heading, unless a format was asked for.
  func writeValue(_ table: ResultTable) throws {
    if settings.format != nil || settings.output != nil { return try write(table, Destination()) }
    let options = outputOptions(.csv, isTerminal: environment.outputIsTerminal)
    let lines = String(decoding: try ResultWriter.bytes(table, .csv, options), as: UTF8.self).split(
      separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    try show((lines.count > 1 ? String(lines[1]) : "\n"), isText: true)
    if !settings.isQuiet { sayNotes(of: table) }
  }

  /// Words that are an answer: help, descriptions, plans. With `isText` they are the user's own text or meant for another program: escaped only
  /// where a terminal would obey them.
  func show(_ text: String, isText: Bool = false) throws {
    try refuseDamage()
    let shown = isText && !environment.outputIsTerminal ? text : displayEscapedLines(text)
    let bytes = Array((shown.hasSuffix("\n") ? shown : shown + "\n").utf8)
    if isPrompt, environment.outputIsTerminal {
      try Pager.show([bytes], in: language, environment: environment)
    } else {
      try Streams.answer(bytes)
    }
  }
}

extension OutputFormat {
  /// What goes with a name that `--output` gives: a name without an ending says nothing, one with an ending of no format says something else.
  static func ofOption(_ file: String) throws(ShellProblem) -> OutputFormat {
    if let format = OutputFormat(fileName: file) { return format }
    let name = file.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let isStream = (try? OutputFile(file))?.isStream ?? false
    guard isStream || !name.dropFirst().contains(".") || name.hasSuffix(".") else { throw .formatUnknownByName(file) }
    return .csv
  }
}
