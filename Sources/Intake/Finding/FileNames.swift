import Diagnostics
import Schema
import Store

/// What the names of files and folders say.
enum FileNames {
  /// The only date in a name, and the name without it: `2018-03-09`, `2018年3月9日`, `20180309`, `projects-2018.3.9`. Nil without a date or
  /// with two different ones.
  static func date(in name: String) -> (day: Day, rest: String)? {
    let scalars = Array(name.unicodeScalars)
    var found: (day: Day, rest: String)?
    var index = 0
    while index < scalars.count {
      guard scalars[index].digit != nil, index == 0 || scalars[index - 1].digit == nil, let (day, end) = readDate(scalars, at: index) else {
        index += 1
        continue
      }
      if let found, found.day != day { return nil }
      found = (day, String(String.UnicodeScalarView(scalars[..<index])) + String(String.UnicodeScalarView(scalars[end...])))
      index = end
    }
    return found
  }

  private static func readDate(_ scalars: [Unicode.Scalar], at start: Int) -> (Day, end: Int)? {
    var cell = CellScalars(scalars[start...])
    guard let year = cell.eatDigits() else { return nil }
    if year.length == 8 {
      return Day(year: year.value / 10_000, month: year.value / 100 % 100, day: year.value % 100).map { ($0, start + cell.position) }
    }
    guard year.length == 4, (1900...2200).contains(year.value), let separator = cell.current, "-_./年".unicodeScalars.contains(separator)
    else {
      return nil
    }
    cell.position += 1
    guard let month = cell.eatDigits(), month.length <= 2, cell.eat(separator == "年" ? "月" : separator) else { return nil }
    guard let day = cell.eatDigits(), day.length <= 2 else { return nil }
    if separator == "年", !cell.eat("日") { _ = cell.eat("号") }
    return Day(year: year.value, month: month.value, day: day.value).map { ($0, start + cell.position) }
  }

  /// A year's folder, `2018` or `2018年`: dated folders lie below it.
  static func isYear(_ name: String) -> Bool {
    var cell = CellScalars(name)
    guard let digits = cell.eatDigits(), digits.length == 4, (1900...2200).contains(digits.value) else { return false }
    return cell.isAtEnd || (cell.eat("年") && cell.isAtEnd)
  }

  /// `a/b/projects.CSV` → `projects`, `csv`
  static func split(_ path: String) -> (stem: String, ending: String) {
    let name = NormalForm.of(PathText.readable(lastComponent(path)))
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return (name, "") }
    return (String(name[..<dot]), name[name.index(after: dot)...].lowercased())
  }

  static func lastComponent(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    return parts.last.map(String.init) ?? path
  }

  /// What lies beside tables and is to be read by people.
  static func isProse(_ stem: String) -> Bool { ["readme", "license", "makefile", "changelog"].contains(stem.lowercased()) }

  /// Spreadsheet programs leave lock files beside an open file.
  static func isLock(_ stem: String) -> Bool { stem.hasPrefix("~$") || stem.hasPrefix(".~lock") }

  /// An entity's name out of a file's, when no model has one.
  static func entityName(stem: String) -> String {
    let words = entityWords(stem: stem)
    return words.count > 1 && withoutNumbers(words[0]) == words[1] ? words[1] : words[0]
  }

  /// `works_2013-2019` → `works`: years and months at the end say when, not what.
  private static func withoutNumbers(_ name: String) -> String {
    let scalars = name.unicodeScalars
    guard let last = scalars.lastIndex(where: { $0.digit == nil && !"-_ .~".unicodeScalars.contains($0) }) else { return name }
    let end = scalars.index(after: last)
    return scalars[end...].count { $0.digit != nil } >= 4 ? String(scalars[..<end]) : name
  }

  /// A file's name as an entity's may be: without date, copy marks and words like 表 and `list`.
  static func entityWords(stem: String) -> [String] {
    var name = date(in: stem)?.rest ?? stem
    let edges: Set<Character> = ["-", "_", " ", ".", "(", ")", "（", "）", "—"]
    func trim() {
      while let last = name.last, edges.contains(last) { name.removeLast() }
      while let first = name.first, edges.contains(first) { name.removeFirst() }
    }
    trim()
    var words = [name]
    let undated = withoutNumbers(name)
    if undated != name { words.append(undated) }
    name = undated
    for suffix in ["一览表", "明细表", "统计表", "汇总表", "情况表", "清单", "台账", "列表", "名单", "表", "库", "list", "table", "data"] {
      if name.lowercased().hasSuffix(suffix), name.count > suffix.count {
        name = String(name.dropLast(suffix.count))
        trim()
        words.append(name)
      }
    }
    return words
  }
}

extension FileNames {
  /// The folder of a path, `.` for a bare name.
  static func folder(_ path: String) -> String {
    let folder = FilePath.folder(of: path)
    return folder.isEmpty ? "." : folder == "/" ? folder : String(folder.dropLast())
  }
}
