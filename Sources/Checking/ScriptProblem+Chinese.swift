import Diagnostics
import Syntax

extension ScriptProblem {
  public var chineseMessage: String { ChineseSpelling.message(chineseWords) }

  private var chineseWords: String {
    switch self {
    case .undeclaredParameter(let name, _): "参数 `$\(name)` 没有声明"
    case .parameterType(let name, let wanted, let found, _): "参数 `\(name)` 应为\(wanted.chinese)，实为\(found.chinese)"
    case .parameterNotKnown(let name): "参数 `\(name)` 的值须在读取数据之前确定"
    case .parameterRestricted(let name, let value, let wanted): "参数 `\(name)` 应为 \(wanted)，实为 `\(value)`"
    case .typePartOfField(let part): "`\(part)` 属于字段的类型，参数不能用"
    case .noValue(let name, let type): "参数 `\(name)`（\(type)）没有值"

    case .hides(let name, let hidden): "`\(name)` 会遮住\(hidden.chinese)"
    case .reservedName(let name): "`\(name)` 另有含义，不能用作集合名"
    case .setNeedsRecords(let name): "`\(name)` 保存的是记录，而此查询不产生记录"
    case .destinationInSet(let name): "`\(name)` 保存的是记录；格式和文件属于显示它们的查询"
    case .asOfOfSet(let name, let day): "`\(name)` 按其自身的快照 \(day) 读取"
    case .setAtOtherSnapshot(let name, let day, let asked): "`\(name)` 按其自身的快照 \(day) 读取，而此处读取的是 \(asked)"
    case .notInSet(let words, let type, let set, let entity): "`\(set)` 中是 \(entity)，而 `\(words)` 是\(type.chinese)"
    case .setNotHere(let name): "`\(name)` 是键的集合，这种写法不能读取"
    case .lastResultHasNoRecords: "上一结果没有记录：每行是一个分组"

    case .expectationFailed(let condition, let message): message ?? "应满足 \(condition)"

    case .unreadableScript(let path, let reason): "无法读取脚本 `\(path)`：\(chineseSystemReason(reason))"
    case .scriptCycle(let paths): "脚本运行了自身：\(paths.map { "`\($0)`" }.joined(separator: " -> "))"
    case .unknownArgument(let name, let script, _, _): "`\(script)` 没有参数 `\(name)`"
    case .argumentTwice(let name): "参数 `\(name)` 给出了两次"
    case .runFromHere(let script): "`\(script)` 由此处运行"
    case .onlyDeclarations(let inModel): "\(inModel ? "模型" : "启动文件")只能含有声明"
    case .belongsToModel(let word): "`\(word)` 规定数据怎样读取，写在此处不起作用"
    }
  }

  public var chineseHint: String? { chineseAdvice.map(ChineseSpelling.hint) }

  private var chineseAdvice: String? {
    switch self {
    case .undeclaredParameter(let name, let nearest): maybe(nearest.map { "$" + $0 }) ?? "可先声明：`param \(name): TYPE`"
    case .parameterType(_, _, _, let example): example.map { "可写作 `\($0)`" }
    case .parameterNotKnown: "可改用常量"
    case .parameterRestricted: nil
    case .typePartOfField: nil
    case .noValue(let name, _): "可用 `--param \(name)=…` 给出，或写上默认值：`= VALUE`"
    case .hides, .reservedName: "可另取名称"
    case .setNeedsRecords: "可用实体的 `list` 代替分组"
    case .destinationInSet(let name): "可写在 `list \(name)` 之后"
    case .asOfOfSet(let name, _): "可在 `let \(name)` 的查询中写 `as of`"
    case .setAtOtherSnapshot(let name, _, _): "它的键可在任何快照中查问：`in \(name)`"
    case .notInSet: "可用键，或指向它的关联"
    case .setNotHere: "`list`、`count`、度量、`rank`、`trend`、`changes`、`history` 和 `in` 可以读取集合"
    case .lastResultHasNoRecords: "可用 `|` 开头，在其上继续"
    case .expectationFailed: nil
    case .unreadableScript: "路径从运行它的脚本所在的文件夹算起"
    case .scriptCycle: nil
    case .unknownArgument(_, _, let known, let nearest):
      maybe(nearest) ?? (known.isEmpty ? "它没有声明参数" : "它声明了 \(known.map { "`\($0)`" }.joined(separator: "、"))")
    case .argumentTwice: nil
    case .runFromHere: nil
    case .belongsToModel: "可写在模型文件中，用 `--model FILE` 指明"
    case .onlyDeclarations: "即 `define`、`entity`、`field`、`choice`、`names` 和 `calendar`；查询数据的语句应写在脚本中"
    }
  }

  private func maybe(_ alternatives: [String]) -> String? {
    alternatives.isEmpty ? nil : "可能是 " + alternatives.map { "`\($0)`" }.joined(separator: " 或 ")
  }
}
