public import Results
public import Schema

/// The values of a choice column: the declared ones in declared order, then values outside the list that files hold, sorted by code point.
public struct ChoiceDictionary: CodeNames {
  public let declared: [NamedValue]
  /// Sorted; nil where there are none.
  let outside: StoredTexts?

  public var count: Int { declared.count + (outside?.count ?? 0) }

  public func code(_ index: Int) -> String {
    index < declared.count ? declared[index].code : outside![index - declared.count]
  }

  public func name(_ index: Int, chinese: Bool) -> String {
    index < declared.count ? declared[index].name(chinese: chinese) : outside![index - declared.count]
  }

  public func readAll() { outside?.readAll() }

  /// By declared code or by the text of a value outside the list, exactly as spelled.
  public func number(of code: String) -> Int? {
    declared.firstIndex { $0.code == code } ?? outside?.find(code).map { $0 + declared.count }
  }
}

extension NamedValue {
  /// What people read: the label in Chinese, else the English name, else the code.
  func name(chinese: Bool) -> String {
    chinese ? label ?? english ?? code : english ?? code
  }
}
