import Diagnostics
import Output
import Schema

extension ShellProblem {
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
    case .clauseBehindNoTable(let clause, _): "`| \(clause)` 接着那个表"
    case .onlyForFiles: "它用于快照文件夹，或用于 `luodi load`"
    case .noHelpOnCommand(_, let nearest?): "可能是 `\(nearest)`"
    case .noHelpOnCommand(_, nil): "`luodi --help` 列出命令，`luodi -c help` 列出主题"
    case .severalAnswers: "请用 `to` 写到别的文件；\(OutputFormat.allCases.filter(\.holdsSeveral).map(\.rawValue).joined(separator: "、")) 可放多个答案"
    case .unknownParameter(_, _, let nearest?): "可能是 `\(nearest)`"
    case .unknownParameter(let name, let known, nil):
      known.isEmpty ? "脚本这样声明：`param \(name): TYPE`" : "已声明的有 \(known.map { "`\($0)`" }.joined(separator: "、"))"
    case .unknownFormat, .unknownLanguage, .momentWanted, .oneDayWanted, .dateWanted, .noSnapshot, .parameterTwice, .unreadable,
      .unwritable,
      .notAFile, .partlyWritten, .inUse, .notOfAnExport, .brokenOutput, .untrusted, .wouldDiffer, .formatUnknownByName, .workbookAtTerminal,
      .noHelp, .noAnswer, .noData, .unexpected:
      nil
    }
  }
}
