extension PatternProblem {
  public var chineseMessage: String {
    switch self {
    case .unclosedGroup: "此处开始的分组没有结束：缺少 `)`"
    case .strayParenthesis: "`)` 没有对应的 `(`"
    case .groupName: "此处应为分组名称和 `>`，如 `(?<name>…)`"
    case .unclosedSet: "此处开始的字符集没有结束：缺少 `]`"
    case .trailingBackslash: "`\\` 之后应有一个字符"
    case .nothingToRepeat(let sign): "`\(sign)` 之前没有可重复的内容"
    case .repeatedRepeat(let signs): "`\(signs)` 重复了已经重复的内容"
    case .countsTurned(let low, let high): "`{\(low),\(high)}` 的次数由大到小"
    case .rangeTurned(let range): "范围 `\(range)` 的首字符在末字符之后"
    case .badRange(let range): "此处应为两个字符之间的范围，却是 `\(range)`"
    case .badCharacter(let escape): "`\(escape)` 不是任何字符的编号"
    case .unknownEscape(let escape): "`\(escape)` 在模式中没有含义"
    case .unknownFlag(let flag): "没有标志 `\(flag)`：可用 `i`、`m`、`s`、`U`"
    case .unknownProperty(let property): "`\(property)` 既不是字符类别，也不是文字"
    case .unknownClass(let name): "没有字符类 `\(name)`"
    case .notInSet(let escape): "`\(escape)` 不是字符，不能放在字符集中"
    case .nestedSet: "不支持字符集套字符集：这个 `[` 已在 `[…]` 之内"
    case .setOperation(let sign): "不支持字符集的交集与差集 `\(sign)`"
    case .backReference(let reference): "不支持反向引用 `\(reference)`"
    case .lookAround(let sign, _): "不支持前后查看 `\(sign)…)`"
    case .possessive(let sign): "不支持占有式重复 `\(sign)+`"
    case .edgeBesideLetter(let edge, let letter): "`\(edge)` 只看 ASCII 字母、数字和 `_` 组成的词的边界，不能放在 `\(letter)` 旁边"
    case .notTaken(let sign?): "模式中不支持 `\(sign)`"
    case .notTaken(nil): "这不是 `matches` 支持的正则表达式"
    case .tooLong(let limit): "模式过长：最多 \(limit) 字节"
    case .tooDeep(let limit): "分组嵌套过深：最多 \(limit) 层"
    case .tooManyRepeats(let limit): "重复次数过多：最多 \(limit) 次，嵌套的次数相乘"
    case .tooLarge: "模式过大：重复展开后超出内存限额"
    case .outOfMemory: "内存不足，无法查找该模式"
    }
  }

  public var chineseHint: String? {
    switch self {
    case .unclosedGroup, .strayParenthesis, .unclosedSet, .nothingToRepeat: "要表示字符本身，前面可能缺 `\\`"
    case .trailingBackslash: "要表示反斜杠，可写 `\\\\`"
    case .repeatedRepeat, .countsTurned, .badRange, .groupName, .unknownFlag: nil
    case .rangeTurned: "可将两端对调"
    case .badCharacter: "可写 `\\x{6C49}`，即十六进制码位"
    case .unknownEscape(let escape): mean(escape.dropFirst())
    case .unknownProperty: "可用 `\\p{Han}`、字母 `\\p{L}`、大写字母 `\\p{Lu}`、数字 `\\p{N}`"
    case .unknownClass: "可用 `[:alpha:]`、`[:digit:]`、`[:alnum:]`、`[:upper:]`、`[:lower:]`、`[:space:]`、`[:punct:]`"
    case .notInSet(let escape): escape.hasSuffix("b") ? nil : mean(escape.dropFirst())
    case .nestedSet: "要表示该字符本身，可写 `\\[`；几个字符集合在一起时不需要里面的方括号"
    case .setOperation(let sign): "要表示字符本身，可写 `\\\(sign.prefix(1))`"
    case .backReference: "可将可能重复的内容列出：`(AA|BB|CC)`"
    case .lookAround(_, let isNegative): isNegative ? "可用第二个条件：`… matches /…/ and not … matches /…/`" : "可将该处的内容写进模式，或用 `and` 加一个条件"
    case .possessive(let sign): mean(sign[...])
    case .edgeBesideLetter: "可去掉它，或写明该处可以是什么：`(^|[^\\p{L}])`"
    case .notTaken("\\Z"): mean("$")
    case .notTaken("\\X"): mean(".")
    case .notTaken("(?>"): mean("(?:")
    case .notTaken: nil
    case .tooLong: "若要列举多个文本，可用 `in (…)`"
    case .tooDeep, .tooManyRepeats: nil
    case .tooLarge: "可减少重复次数，或改用比 `\\w` 小的字符类"
    case .outOfMemory: "可减少其中的重复次数"
    }
  }

  private func mean(_ spelled: Substring) -> String { "可写作 `\(spelled)`" }
}
