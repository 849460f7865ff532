import Diagnostics
import Model
import Query
import Schema

extension Checking {
  /// The type that two values share, so that either may stand in one column; nil when they are unlike. Amounts keep the unit of the one that is
  /// stored.
  func common(_ left: Checked, _ right: Checked) -> DataType? {
    switch (left.type, right.type) {
    case (.money(let first), .money(let second)):
      // What a field prints in before what was typed, else the larger unit, whichever side it stands on.
      if left.isConstant != right.isConstant { return .money(left.isConstant ? second : first) }
      return .money(second.factor > first.factor ? second : first)
    case (let first, let second): return first == second ? first : nil
    }
  }

  /// The same value under a type of the same kind: another unit of money.
  func retyped(_ checked: Checked, _ type: DataType) -> Checked {
    guard checked.type != type else { return checked }
    var result = checked
    result.type = type
    if case .definition(let name, let body) = checked.node { result.node = .definition(name, retyped(body, type)) }
    return result
  }

  /// A type in the words of a message, with its article.
  func describe(_ type: DataType) -> Bilingual {
    switch type {
    case .text: .text
    case .choice(let index): Bilingual("a choice of `\(choice(index).name)`", "选项 `\(choice(index).name)` 的取值")
    case .date: .date
    case .period(let unit): .period(unit)
    case .money: Bilingual("money", "金额")
    case .number: .number
    case .flag: .condition
    case .duration(let kind): .duration(kind)
    case .link(let entity): Bilingual("a record of `\(catalog.entities[entity].plural)`", "`\(catalog.entities[entity].plural)` 的记录")
    }
  }
}
