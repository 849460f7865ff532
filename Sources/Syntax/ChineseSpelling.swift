/// Code inside Chinese messages: the language's own words in their Chinese spelling, which may be typed just as well. Names stay as they are.
public enum ChineseSpelling {
  /// Every piece in back-quotes with Chinese keywords: `` `list projects where …` `` becomes `` `列出 projects 其中 …` ``.
  public static func hint(_ text: String) -> String { eachCode(in: text) { code($0) } }

  /// A piece in back-quotes that is one keyword shows both spellings: `` `where`（其中） ``.
  public static func message(_ text: String) -> String {
    let pieces = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard pieces.count % 2 == 1, !text.contains("``") else { return text }
    var result = ""
    for (index, piece) in pieces.enumerated() {
      guard index % 2 == 1 else {
        // A parenthesis needs no space behind it.
        result += result.hasSuffix("）") && piece.hasPrefix(" ") ? String(piece.dropFirst()) : piece
        continue
      }
      result += "`\(piece)`"
      if let chinese = single[piece], !(index + 1 < pieces.count && pieces[index + 1].hasPrefix("（")) { result += "（\(chinese)）" }
    }
    return result
  }

  /// Code with Chinese keywords.
  static func code(_ text: String) -> String {
    // `distinct` inside parentheses has no short Chinese form.
    if text.contains("distinct") || text.hasPrefix("--") || text.contains("{") { return text }
    let parts = words(of: text)
    var result = ""
    var index = 0
    func word(_ offset: Int) -> String { index + offset < parts.count ? parts[index + offset] : "" }
    while index < parts.count {
      if word(1) == " ", let pair = pairs[word(0) + " " + word(2)] {
        result += pair
        index += 3
      } else if word(0) == "count" || word(0) == "sum", word(1).hasPrefix("(") {
        result += word(0) == "count" ? "个数" : "合计"
        index += 1
      } else if word(0) == "in", word(1) == " ", !word(2).hasPrefix("(") {
        result += "在"
        index += 1
      } else if word(1) == " ", ["next", "last"].contains(word(0)), word(2).first?.isNumber ?? false {
        result += word(0) == "next" ? "未来" : "近"
        index += 1
      } else if let unit = units[word(0)], index > 1, parts[index - 2].first?.isNumber ?? false {
        result += unit
        index += 1
      } else if word(0) == "to", word(1) == " ", word(2).hasPrefix("\"") {
        result += "存到"
        index += 1
      } else {
        // A name behind a dot, or before an argument, is nobody's keyword.
        let isName = result.hasSuffix(".") || result.hasSuffix("$") || word(1).hasPrefix(".")
        result += isName ? word(0) : single[word(0)] ?? placeholders[word(0)] ?? word(0)
        index += 1
      }
    }
    return result
  }

  private static func eachCode(in text: String, _ change: (String) -> String) -> String {
    let pieces = text.split(separator: "`", omittingEmptySubsequences: false)
    guard pieces.count % 2 == 1, !text.contains("``") else { return text }
    return pieces.enumerated().map { $0.offset % 2 == 1 ? change(String($0.element)) : String($0.element) }.joined(separator: "`")
  }

  /// Words, single spaces, and everything else; texts in quotes whole.
  private static func words(of text: String) -> [String] {
    var parts: [String] = []
    var isQuoted = false
    var isWord = false
    for character in text {
      let joins = character.isASCII && (character.isLetter || character.isNumber || "_-".contains(character))
      if character == "\"" {
        if isQuoted { parts[parts.count - 1].append(character) } else { parts.append("\"") }
        isQuoted.toggle()
        isWord = false
      } else if isQuoted || joins && isWord {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
        isWord = joins
      }
    }
    return parts
  }

  /// Keywords that are taken for nothing else where a message writes them.
  private static let single: [String: String] = {
    let keywords: [Keyword] = [
      .list, .count, .rank, .changes, .trend, .history, .show, .explain, .describe, .define, .param, .letting, .print, .expect, .run, .of,
      .where, .by, .across, .sort, .ascending, .descending, .top, .bottom, .skip, .per, .compare, .to, .from, .since, .and, .or, .not, .any,
      .every, .no, .is, .in, .between, .contains, .matches, .was, .ever, .always, .changed, .if, .then, .else, .today, .sum, .avg, .min,
      .max,
      .median, .share, .part, .calendar, .entity, .field, .choice, .names,
    ]
    return Dictionary(
      keywords.compactMap { keyword in chinese(keyword).map { (keyword.rawValue, $0) } }, uniquingKeysWith: { first, _ in first })
  }()

  private static let placeholders = [
    "FIELD": "字段", "KEY": "键", "MEASURE": "指标", "FORMAT": "格式", "FILE": "文件", "TYPE": "类型", "VALUE": "值", "ENTITY": "实体",
  ]

  /// Behind a number.
  private static let units = ["days": "天", "weeks": "周", "months": "个月", "quarters": "个季度", "years": "年", "workdays": "个工作日"]

  private static let pairs: [String: String] = [
    "as of": "截至", "with totals": "含合计", "with empty": "含空组", "is missing": "为空", "is known": "不为空", "is not": "不是",
    "not in": "不属于", "starts with": "开头为", "ends with": "结尾为", "last month": "上月", "last week": "上周", "this month": "本月",
    "this week": "本周", "previous snapshot": "上期快照", "first snapshot": "首期快照", "describe snapshots": "介绍 快照",
    "every month": "每月", "sort by": "排序 按", "as FORMAT": "格式 格式名",
  ]

  private static func chinese(_ keyword: Keyword) -> String? {
    KeywordTable.spellings(of: keyword).first { spelling in !spelling.utf8.contains { $0 < 0x80 } }
  }
}
