import Diagnostics
import Engine
import Output
import Semantics
import Store

extension Session {
  /// Writes an answer where the query says, else where the command line says, else on standard output.
  func write(_ table: ResultTable, _ destination: Destination) throws {
    let file = destination.file ?? settings.output
    let format = try format(destination, file: file)
    let options = outputOptions(format, isFile: file != nil)
    try refuseDamage()
    if let file {
      try write(ResultWriter.bytes(table, format, options), to: file, isOutputOption: destination.file == nil, format)
    } else if format == .xlsx, environment.outputIsTerminal {
      throw ShellProblem.workbookAtTerminal
    } else if isPrompt, environment.outputIsTerminal {
      let pieces = try ResultWriter.pieces(table, format, options)
      try refuseDamage()
      Pager.show(pieces, environment: environment)
    } else {
      var writer = ResultWriter(format, options) { bytes in
        // Texts are read from the library while they are written.
        try self.refuseDamage()
        guard Streams.answer(bytes) else { throw ShellProblem.brokenOutput(reason: Streams.lastFailure) }
      }
      try writer.write(table)
      try writer.finish()
    }
    if !format.isForPeople, !settings.isQuiet { sayNotes(of: table) }
  }

  /// A record: a card for people at a terminal, its long form everywhere else.
  func write(_ card: RecordCard, _ destination: Destination) throws {
    let file = destination.file ?? settings.output
    let format = try format(destination, file: file)
    guard format == .table else { return try write(card.longForm, destination) }
    let bytes = try CardWriter(outputOptions(format, isFile: file != nil)).bytes(card)
    try refuseDamage()
    if let file {
      try write(bytes, to: file, isOutputOption: destination.file == nil, format)
    } else if isPrompt, environment.outputIsTerminal {
      Pager.show(bytes, environment: environment)
    } else {
      guard Streams.answer(bytes) else { throw ShellProblem.brokenOutput(reason: Streams.lastFailure) }
    }
  }

  private func write(_ bytes: [UInt8], to file: String, isOutputOption: Bool, _ format: OutputFormat) throws {
    try refuseDamage()
    var whole = bytes
    // Several answers for one `--output` follow each other in the file.
    if isOutputOption {
      if answersWritten > 0 {
        guard format != .xlsx else { throw ShellProblem.severalAnswersInWorkbook }
        whole = (Streams.readFile(file) ?? []) + bytes
      }
      answersWritten += 1
    }
    if let failure = Streams.writeFile(whole, to: file) { throw ShellProblem.unwritable(file, reason: failure) }
  }

  private func format(_ destination: Destination, file: String?) throws -> OutputFormat {
    if let name = destination.format, let format = OutputFormat(name: name) { return format }
    if let file = destination.file {
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
    show((lines.count > 1 ? String(lines[1]) : "\n"))
    if !settings.isQuiet { sayNotes(of: table) }
  }

  /// Words that are an answer: help, descriptions, plans.
  func show(_ text: String) {
    guard data?.library.damage.isEmpty ?? true else { return }
    let bytes = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
    if isPrompt, environment.outputIsTerminal { Pager.show(bytes, environment: environment) } else { _ = Streams.answer(bytes) }
  }
}
