import Query
import Diagnostics
import Engine
import Output
import Store

extension Session {
  /// Writes an answer where the query says, else where the command line says, else on standard output.
  func write(_ table: ResultTable, _ destination: Destination) throws {
    let file = file(of: destination)
    let format = try format(destination, file: file)
    let options = outputOptions(format, isFile: file != nil)
    try refuseDamage()
    if let file {
      try write(.table(table), to: file, isOption: destination.file == nil, format, options)
    } else if format == .xlsx, environment.outputIsTerminal {
      throw ShellProblem.workbookAtTerminal
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
    let format = try format(destination, file: file)
    guard format == .table else { return try write(card.longForm, destination) }
    let options = outputOptions(format, isFile: file != nil)
    if let file { return try write(.card(card), to: file, isOption: destination.file == nil, format, options) }
    try answer(format, of: [], isWhole: isPrompt && environment.outputIsTerminal) { sink in try sink(try CardWriter(options).bytes(card)) }
  }

  /// Nil for standard output, which `to "-"` names where `--output` says otherwise.
  private func file(of destination: Destination) -> String? {
    let file = destination.file ?? settings.output
    return file == OutputFile.standardOutput ? nil : file
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
    let isEscaped = environment.outputIsTerminal && format != .table
    var escaper = DisplayEscaper(keeping: format == .tsv ? [0x09] : format == .excelCSV ? [0x0D] : [])
    var pieces: [[UInt8]] = []
    let held = HeldAnswer(of: tables, check: { try self.refuseDamage() }) { bytes in
      if isWhole { pieces.append(bytes) } else { try Streams.answer(bytes) }
    }
    try body { try held.put(isEscaped ? escaper.escaped($0) : $0) }
    let rest = escaper.rest()
    if !rest.isEmpty { try held.put(rest) }
    try held.finish()
    if isWhole { try Pager.show(pieces, environment: environment) }
  }

  private func format(_ destination: Destination, file: String?) throws -> OutputFormat {
    if let name = destination.format, let format = OutputFormat(name: name) { return format }
    // A device or FIFO has no ending that would tell.
    if let file = destination.file, !((try? OutputFile(file))?.isStream ?? false) {
      guard let format = OutputFormat(fileName: file) else {
        throw ShellProblem.formatUnknownByName(file)
      }
      return format
    }
    if let name = settings.format, let format = OutputFormat(name: name) { return format }
    if let file, let format = OutputFormat(fileName: file) { return format }
    return environment.outputIsTerminal && file == nil ? .table : .csv
  }

  private func outputOptions(_ format: OutputFormat, isFile: Bool) -> OutputOptions {
    let usesColor =
      switch settings.color {
      case .always: true
      case .never: false
      case .auto: !isFile && environment.outputIsTerminal && environment.variables["NO_COLOR"] == nil
      }
    var options = OutputOptions(
      language: language, namesInMachineFormats: settings.language != nil, usesColor: usesColor,
      cellLimit: format == .table && environment.outputIsTerminal ? 60 : nil)
    options.isolatesCells = format == .table && !isFile && environment.outputIsTerminal
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
    let options = outputOptions(.csv, isFile: false)
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
    if isPrompt, environment.outputIsTerminal { try Pager.show([bytes], environment: environment) } else { try Streams.answer(bytes) }
  }
}
