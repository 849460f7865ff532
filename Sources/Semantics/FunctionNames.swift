import Schema

/// The functions of the language by name: a definition must not take one, as a call would no longer reach the function.
enum FunctionNames {
  static let spellings: [String] =
    Builtin.allCases.map(\.rawValue) + Aggregate.Function.allCases.map(\.rawValue).filter { Builtin(rawValue: $0) == nil }
    + ["part", "coalesce", "previous", "held_since"]

  /// Folded.
  static let all: Set<String> = Set((spellings + ["existed"]).map(foldedName))

  static func spelling(of folded: String) -> String { spellings.first { foldedName($0) == folded } ?? folded }
}
