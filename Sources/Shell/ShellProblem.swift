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
    case .clauseBehindNoTable(let clause, _): return "`| \(clause)` goes on from that one"
    case .onlyForFiles: return "it goes with a folder of snapshots, or with `luodi load`"
    case .noHelpOnCommand(_, let nearest?): return "you might mean `\(nearest)`"
    case .noHelpOnCommand: return "`luodi --help` lists the commands, `luodi -c help` the topics"
    default: break
    }
    if case .severalAnswers = self { return "name another file with `to`; \(OutputFormat.named(\.holdsSeveral, joinedBy: "and")) hold several answers" }
    guard case .unknownParameter(let name, let known, let nearest) = self else { return nil }
    if let nearest { return "you might mean `\(nearest)`" }
    return known.isEmpty ? "a script declares it: `param \(name): TYPE`" : "declared are \(known.map { "`\($0)`" }.joined(separator: ", "))"
  }

  var chineseMessage: String {
    switch self {
    case .unknownFormat(let name, let known): "没有格式“\(name)”：可用 \(known.joined(separator: "、"))"
    case .unknownLanguage(let name): "--lang 应为 en 或 zh，不是“\(name)”"
    case .momentWanted(let option, let found): "\(option) 应为时间，如 2018-06-30 或“首期快照”，不是“\(found)”"
    case .oneDayWanted(let found): "--today 应为一天，不是“\(found)”"
    case .dateWanted(let found): "--date 应为日期，如 2018-03-09，不是“\(found)”"
    case .onlyForFiles(let option, let library): "\(option) 说的是怎样读取数据文件，而 \(library) 已是库"
    case .noHelpOnCommand(let word, _): "没有命令或主题 `\(word)`"
    case .noSnapshot(let text, let last, let first): "--as-of \(text)：\(last) 及以前没有快照；\(first.map { "第一个是 \($0)" } ?? "一个也没有")"
    case .unreadable(let path, let reason): "无法读取 \(path)：\(chineseSystemReason(reason))"
    case .unwritable(let path, let reason): "无法写入 \(path)：\(chineseSystemReason(reason))"
    case .notAFile(let path, let kind): "\(path) 是\(kind.words.chinese)，不是文件"
    case .partlyWritten(let path, let reason): "\(path)：\(chineseSystemReason(reason))；只能原地写入，文件中至多是部分答案"
    case .inUse(let path, let use): "\(path) \(use.words.chinese)，不予覆盖"
    case .notOfAnExport(let path): "\(path) 不是导出的文件，不予覆盖；请换一个文件夹，或先移走它"
    case .brokenOutput(let reason): "标准输出：\(chineseSystemReason(reason))"
    case .untrusted(let path, .otherOwner): "未读入 \(path)：文件或其文件夹属于其他用户"
    case .untrusted(let path, .writableByGroup): "未读入 \(path)：同组的其他人可改写该文件或其文件夹"
    case .untrusted(let path, .writableByAll): "未读入 \(path)：任何人都可改写该文件或其文件夹"
    case .wouldDiffer(let path): "\(path)：整理后的文本含义会改变，这是 luodi 的缺陷；脚本未作改动"
    case .unknownParameter(let name, _, _): "--param \(name)：没有脚本声明这个参数"
    case .parameterTwice(let name): "--param \(name)：参数给了两次"
    case .clauseBehindNoTable(_, let statement): "前一语句没有得出表；最近一个表来自 `\(statement)`"
    case .formatUnknownByName(let file): "由文件名 \(file) 看不出格式：请以 .csv、.json、.xlsx 等结尾，或写 `as FORMAT`"
    case .workbookAtTerminal: "工作簿不是文本：请写到文件，`to \"answer.xlsx\"`"
    case .severalAnswers(let file, let format):
      format.holdsSeveral ? "\(file) 将含两种格式的答案" : "\(file) 将含第二个答案，而 \(format.rawValue) 格式的文件只放一个"
    case .noHelp(let topic, let nearest): "没有 `\(topic)` 的帮助" + (nearest.map { "；最接近的是 `\($0)`" } ?? "")
    case .noAnswer(let path): "--output \(path)：本次运行没有写入其中的答案；打印、介绍、解释的内容都在标准输出"
    case .noData(let option): "\(option) 针对数据，而本次不读数据：请用 --library 指明"
    case .unexpected(let words): "内部错误：\(words)"
    }
  }

  var chineseHint: String? {
    switch self {
    case .clauseBehindNoTable(let clause, _): return "`| \(clause)` 接着那个表"
    case .onlyForFiles: return "它用于快照文件夹，或用于 `luodi load`"
    case .noHelpOnCommand(_, let nearest?): return "可能是 `\(nearest)`"
    case .noHelpOnCommand: return "`luodi --help` 列出命令，`luodi -c help` 列出主题"
    default: break
    }
    if case .severalAnswers = self { return "请用 `to` 写到别的文件；\(OutputFormat.allCases.filter(\.holdsSeveral).map(\.rawValue).joined(separator: "、")) 可放多个答案" }
    guard case .unknownParameter(let name, let known, let nearest) = self else { return nil }
    if let nearest { return "可能是 `\(nearest)`" }
    return known.isEmpty ? "脚本这样声明：`param \(name): TYPE`" : "已声明的有 \(known.map { "`\($0)`" }.joined(separator: "、"))"
  }
}

extension ShellProblem.Use {
  fileprivate var words: Bilingual {
    switch self {
    case .library: Bilingual("the library that is asked", "是所查询的库")
    case .snapshot: Bilingual("a file of the snapshots that are asked", "是所查询快照中的文件")
    case .script: Bilingual("a script that is run", "是正在运行的脚本")
    case .initFile: Bilingual("an init file of this run", "是本次运行的启动文件")
    case .report: Bilingual("the report of this run", "是本次运行的报告")
    case .modelOut: Bilingual("the model that this run writes", "是本次运行写出的模型")
    case .model: Bilingual("the model in use", "是所用的模型")
    case .cache: Bilingual("what is kept of the folder that is asked", "是所查询文件夹的缓存")
    }
  }
}
