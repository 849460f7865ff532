import Schema

/// The functions whose arguments are no plain values: the checker has a way of its own for each.
public enum SpecialFunction: String, Sendable, CaseIterable {
  /// Over all rows; its Chinese name is a keyword
  case part
  case coalesce
  /// Of a record at another snapshot
  case previous
  case heldSince = "held_since"

  /// What a Chinese question calls it.
  public var chinese: [String] {
    switch self {
    case .part, .coalesce: []
    case .previous: ["上期值", "前值"]
    case .heldSince: ["保持自"]
    }
  }
}

/// The functions of the language by name: a definition must not take one, as a call would no longer reach the function.
public enum FunctionNames {
  public static let spellings: [String] =
    Builtin.allCases.map(\.rawValue) + Aggregate.Function.allCases.map(\.rawValue).filter { Builtin(rawValue: $0) == nil }
    + SpecialFunction.allCases.map(\.rawValue)

  private static let builtins = FoldedNames(Builtin.allCases.map { ($0, [$0.rawValue, $0.facts.chinese]) })
  private static let special = FoldedNames(SpecialFunction.allCases.map { ($0, [$0.rawValue] + $0.chinese) })

  /// By its name in either language.
  public static func builtin(_ name: String) -> Builtin? { builtins[name] }

  /// By its name in either language.
  public static func special(_ name: String) -> SpecialFunction? { special[name] }

  /// Folded.
  public static let all: Set<String> = Set((spellings + ["existed"]).map(foldedName))

  public static func spelling(of folded: String) -> String { spellings.first { foldedName($0) == folded } ?? folded }
}

/// Things by names that are compared folded, so that `held_since`, `HeldSince` and `held since` are one.
public struct FoldedNames<Thing: Sendable>: Sendable {
  private let things: [String: Thing]

  /// The first thing of a name has it.
  public init(_ named: [(thing: Thing, names: [String])]) {
    things = Dictionary(named.flatMap { item in item.names.map { (foldedName($0), item.thing) } }) { first, _ in first }
  }

  public subscript(name: String) -> Thing? { things[foldedName(name)] }
}
