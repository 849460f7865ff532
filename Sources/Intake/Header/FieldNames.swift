import Diagnostics
import Schema

/// Makes names of the language out of headers.
enum FieldNames {
  /// `Current Phase` → `current_phase`, `总投资（亿元）` → `总投资`, `% done` → `done`. A header without a letter becomes `column`.
  static func name(of header: String) -> String {
    var base = header
    if let split = HeaderNames.splits(header).first(where: { $0.isBracketed }), MoneyWords(split.suffix) != nil || split.suffix == "%" {
      base = split.name
    }
    var name = String.UnicodeScalarView()
    for scalar in CellScalars(NormalForm.of(base)).scalars {
      if scalar.properties.isAlphabetic || scalar.digit != nil || scalar.properties.numericType == .decimal {
        name.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      } else if name.last != "_", !name.isEmpty {
        name.append("_")
      }
    }
    while name.last == "_" { name.removeLast() }
    guard name.contains(where: { $0.properties.isAlphabetic }) else { return name.isEmpty ? "column" : "column_" + String(name) }
    return isReserved(String(name)) ? "\(String(name))_column" : String(name)
  }

  /// Words of the language that no field may take, and no entity be called by.
  static func isReserved(_ name: String) -> Bool { ["all", "true", "false"].contains(foldedName(name)) }

  /// A name for each of some words, no two alike and none that is used. A word that is the name made of it has it before those that only lead to it: a
  /// name is looked up as words are, and leads to the word that is spelled so.
  static func unique(_ words: [(word: String, name: String)], besides used: inout UsedNames) -> [String] {
    var names = words.map { word, name in HeaderNames.folded(name) == HeaderNames.folded(word) && used.take(name) ? name : "" }
    for (index, word) in words.enumerated() where names[index].isEmpty { names[index] = used.unique(word.name) }
    return names
  }
}

/// Names that are taken. Thousands of equal ones cost no more each than the first.
struct UsedNames {
  private var folded: Set<String>
  /// By a name that others wanted too, the number that the next of them tries first
  private var numbers: [String: Int] = [:]

  init(_ names: some Sequence<String> = []) { folded = Set(names.map(foldedName)) }

  /// False, and nothing done, if it is taken already.
  mutating func take(_ name: String) -> Bool { folded.insert(foldedName(name)).inserted }

  /// The name, with a number behind it if another has it.
  mutating func unique(_ name: String) -> String {
    if take(name) { return name }
    let key = foldedName(name)
    var number = numbers[key] ?? 2
    while !take("\(name)_\(number)") { number += 1 }
    numbers[key] = number + 1
    return "\(name)_\(number)"
  }
}
