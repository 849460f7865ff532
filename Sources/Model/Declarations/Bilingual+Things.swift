public import Diagnostics

/// How messages call the things that declarations name.
extension Bilingual {
  public static func theEntity(_ name: String) -> Bilingual { Bilingual("the entity `\(name)`", "实体 `\(name)`") }
  public static func theField(_ name: String) -> Bilingual { Bilingual("the field `\(name)`", "字段 `\(name)`") }
  static func theChoice(_ name: String) -> Bilingual { Bilingual("the choice `\(name)`", "选项 `\(name)`") }
  static func theValue(_ name: String) -> Bilingual { Bilingual("the value `\(name)`", "取值 `\(name)`") }
  public static func theDefinition(_ name: String) -> Bilingual { Bilingual("the definition `\(name)`", "定义 `\(name)`") }
  static func theParameter(_ name: String) -> Bilingual { Bilingual("the parameter `\(name)`", "参数 `\(name)`") }
  public static func theFunction(_ name: String) -> Bilingual { Bilingual("the function `\(name)`", "函数 `\(name)`") }

  public static func theLink(_ name: String, backFrom entity: String) -> Bilingual {
    Bilingual("the link `\(name)` back from `\(entity)`", "来自 `\(entity)` 的反向关联 `\(name)`")
  }

  /// `the field `x` of `projects``
  public func of(_ entity: String) -> Bilingual { Bilingual("\(english) of `\(entity)`", "`\(entity)` 的\(chinese)") }
}
