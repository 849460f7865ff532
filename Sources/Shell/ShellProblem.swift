import Diagnostics
import Output
import Schema

/// What the command line, files and the terminal can refuse. Problems of queries and data are those of their own stages.
enum ShellProblem: Problem, Error {
  // The command line
  case unknownFormat(String, known: [String])
  case unknownLanguage(String)
  /// `--as-of`, `--today`: the option, what it was given
  case momentWanted(String, found: String)
  case oneDayWanted(String)
  case dateWanted(String)
  /// An option that says how files of data are read, and a library file, which was read already
  case onlyForFiles(option: String, library: String)
  /// `luodi help WORD`, which is neither a command nor a topic
  case noHelpOnCommand(String, nearest: String?)
  case noSnapshot(String, last: Day, first: Day?)
  /// `--param NAME=…`, which no script declares
  case unknownParameter(String, known: [String], nearest: String?)
  /// `--param a=1 --param a=2`
  case parameterTwice(String)
  /// A clause typed alone behind a statement that gave no table; `statement` is the one whose table it would go on from
  case clauseBehindNoTable(clause: String, statement: String)

  // Files
  case unreadable(String, reason: String)
  case unwritable(String, reason: String)
  /// What is to be written anew is a pipe, a device, a folder
  case notAFile(String, FileKind)
  /// Nothing could be renamed over it, and writing it in place failed
  case partlyWritten(String, reason: String)
  /// To be written while it is read: what it is
  case inUse(String, Use)
  /// A file that an export would write over and did not write
  case notOfAnExport(String)
  case brokenOutput(reason: String)
  /// A file of the user's own place that somebody else could have written
  case untrusted(String, TrustedFile.Doubt)
  /// Our formatting of a script would read otherwise than the script
  case wouldDiffer(String)

  // Answers
  case formatUnknownByName(String)
  case workbookAtTerminal
  /// A file of a format that is one table, or of two formats
  case severalAnswers(String, OutputFormat)
  case noHelp(String, nearest: String?)
  /// `--output` of a run without an answer that would go there
  case noAnswer(for: String)
  /// An option about data, where none are read: the option
  case noData(for: String)
  /// An error that no stage declares: our bug.
  case unexpected(String)

  /// What a file is read as, or written as beside the answers.
  enum Use: Sendable { case library, snapshot, script, model, initFile, cache, report, modelOut }

  /// How luodi ends when it is not at the prompt.
  var status: ExitStatus {
    switch self {
    case .unknownFormat, .unknownLanguage, .momentWanted, .oneDayWanted, .formatUnknownByName, .workbookAtTerminal,
      .severalAnswers, .noHelp, .noHelpOnCommand, .unknownParameter, .parameterTwice, .clauseBehindNoTable,
      .noAnswer, .noData, .dateWanted, .onlyForFiles:
      .usage
    case .noSnapshot, .unreadable, .unwritable, .partlyWritten, .inUse, .notOfAnExport, .notAFile, .brokenOutput, .untrusted:
      .data
    case .unexpected, .wouldDiffer: .bug
    }
  }

  var message: String {
    switch self {
    case .unknownFormat(let name, let known): "there is no format '\(name)': \(known.joined(separator: ", "))"
    case .unknownLanguage(let name): "--lang is en or zh, not '\(name)'"
    case .momentWanted(let option, let found): "\(option) wants a moment such as 2018-06-30 or 'first snapshot', not '\(found)'"
    case .oneDayWanted(let found): "--today wants one day, not '\(found)'"
    case .dateWanted(let found): "--date wants a day such as 2018-03-09, not '\(found)'"
    case .onlyForFiles(let option, let library): "\(option) says how files of data are read, and \(library) is a library already"
    case .noHelpOnCommand(let word, _): "there is no command and no topic `\(word)`"
    case .noSnapshot(let text, let last, let first):
      "--as-of \(text): no snapshot on or before \(last); \(first.map { "the first is of \($0)" } ?? "there is none")"
    case .unreadable(let path, let reason), .unwritable(let path, let reason): "\(path): \(reason)"
    case .notAFile(let path, let kind): "\(path) is \(kind.words.english), not a file"
    case .partlyWritten(let path, let reason): "\(path): \(reason); it had to be written in place, and holds a part of the answer at most"
    case .inUse(let path, let use): "\(path) is \(use.words.english) and is not written over"
    case .notOfAnExport(let path): "\(path) was not written by an export and is not written over; name another folder, or take it away"
    case .brokenOutput(let reason): "standard output: \(reason)"
    case .untrusted(let path, .otherOwner): "\(path) is left out: it or its folder belongs to another user"
    case .untrusted(let path, .writableByGroup): "\(path) is left out: others of its group may write it or its folder"
    case .untrusted(let path, .writableByAll): "\(path) is left out: anybody may write it or its folder"
    case .wouldDiffer(let path): "\(path): the formatted text would read otherwise, which is a fault of luodi; the script is left as it is"
    case .unknownParameter(let name, _, _): "--param \(name): no script declares a parameter of that name"
    case .parameterTwice(let name): "--param \(name): the parameter is given twice"
    case .clauseBehindNoTable(_, let statement): "what stands before gave no table; the last one is of `\(statement)`"
    case .formatUnknownByName(let file): "no format goes with the name \(file): end it in .csv, .json, .xlsx …, or say `as FORMAT`"
    case .workbookAtTerminal: "a workbook is no text: write it to a file, `to \"answer.xlsx\"`"
    case .severalAnswers(let file, let format):
      format.holdsSeveral
        ? "\(file) would hold answers of two formats"
        : "\(file) would hold a second answer, and a file of the format \(format.rawValue) holds one"
    case .noHelp(let topic, let nearest): "there is no help on `\(topic)`" + (nearest.map { "; the nearest is `\($0)`" } ?? "")
    case .noAnswer(let path):
      "--output \(path): no answer of this run goes there; what is printed, described or explained is on standard output"
    case .noData(let option): "\(option) is about the data, and none are read: name them with --library"
    case .unexpected(let words): words
    }
  }

  var hint: String? {
    switch self {
    case .clauseBehindNoTable(let clause, _): "`| \(clause)` goes on from that one"
    case .onlyForFiles: "it goes with a folder of snapshots, or with `luodi load`"
    case .noHelpOnCommand(_, let nearest?): "you might mean `\(nearest)`"
    case .noHelpOnCommand(_, nil): "`luodi --help` lists the commands, `luodi -c help` the topics"
    case .severalAnswers: "name another file with `to`; \(OutputFormat.named(\.holdsSeveral, joinedBy: "and")) hold several answers"
    case .unknownParameter(_, _, let nearest?): "you might mean `\(nearest)`"
    case .unknownParameter(let name, let known, nil):
      known.isEmpty ? "a script declares it: `param \(name): TYPE`" : "declared are \(known.map { "`\($0)`" }.joined(separator: ", "))"
    case .unknownFormat, .unknownLanguage, .momentWanted, .oneDayWanted, .dateWanted, .noSnapshot, .parameterTwice, .unreadable,
      .unwritable,
      .notAFile, .partlyWritten, .inUse, .notOfAnExport, .brokenOutput, .untrusted, .wouldDiffer, .formatUnknownByName, .workbookAtTerminal,
      .noHelp, .noAnswer, .noData, .unexpected:
      nil
    }
  }
}
