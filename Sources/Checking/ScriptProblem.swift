public import Diagnostics

/// What can be wrong with parameters, sets, expectations and the running of scripts.
public enum ScriptProblem: Problem, Hashable {
  // Parameters
  case undeclaredParameter(String, nearest: [String])
  /// A value of another type than the parameter's: `wanted` and `found` in words.
  case parameterType(String, wanted: Bilingual, found: Bilingual, example: String?)
  /// A value that depends on rows.
  case parameterNotKnown(String)
  /// A record that the type's `where` leaves out.
  case parameterRestricted(String, String, wanted: String)
  /// `reverse`, `as MM/DD/YYYY`: a part of the type that only a field has
  case typePartOfField(String)
  case noValue(String, type: String)

  // Sets
  case hides(String, hidden: Bilingual)
  case reservedName(String)
  case setNeedsRecords(String)
  case destinationInSet(String)
  case asOfOfSet(String, day: String)
  case setAtOtherSnapshot(String, day: String, asked: String)
  case notInSet(String, Bilingual, set: String, entity: String)
  case setNotHere(String)
  case lastResultHasNoRecords

  // Expectations
  case expectationFailed(condition: String, message: String?)

  // Scripts
  case unreadableScript(String, reason: String)
  case scriptCycle([String])
  case unknownArgument(String, script: String, known: [String], nearest: [String])
  case argumentTwice(String)
  case runFromHere(String)
  /// A question in an init file or, `inModel`, in a model.
  case onlyDeclarations(inModel: Bool)
  /// `entity`, `field` and `names` say how data are read; a session that has them cannot declare them.
  case belongsToModel(String)
}

extension ScriptProblem {
  public var message: String {
    switch self {
    case .undeclaredParameter(let name, _): "the parameter `$\(name)` is not declared"
    case .parameterType(let name, let wanted, let found, _):
      "expected \(wanted.english) for the parameter `\(name)`, found \(found.english)"
    case .parameterNotKnown(let name): "the value of the parameter `\(name)` must be known before any row is read"
    case .parameterRestricted(let name, let value, let wanted): "expected \(wanted) for the parameter `\(name)`, found `\(value)`"
    case .typePartOfField(let part): "`\(part)` belongs to the type of a field, not of a parameter"
    case .noValue(let name, let type): "the parameter `\(name)` (\(type)) has no value"

    case .hides(let name, let hidden): "`\(name)` would hide \(hidden.english)"
    case .reservedName(let name): "`\(name)` has a meaning of its own and cannot name a set"
    case .setNeedsRecords(let name): "`\(name)` keeps records, and this query gives no records"
    case .destinationInSet(let name): "`\(name)` keeps records; a format or a file belongs to a query that shows them"
    case .asOfOfSet(let name, let day): "`\(name)` is read at its own snapshot, \(day)"
    case .setAtOtherSnapshot(let name, let day, let asked): "`\(name)` is read at its own snapshot, \(day), and this is read at \(asked)"
    case .notInSet(let words, let type, let set, let entity): "`\(set)` holds \(entity), and `\(words)` is \(type.english)"
    case .setNotHere(let name): "`\(name)` is a set of keys, which this form does not read"
    case .lastResultHasNoRecords: "the last result has no records: its rows are groups"

    case .expectationFailed(let condition, let message): message ?? "expected \(condition)"

    case .unreadableScript(let path, let reason): "cannot read the script `\(path)`: \(reason)"
    case .scriptCycle(let paths): "the script runs itself: \(paths.map { "`\($0)`" }.joined(separator: " -> "))"
    case .unknownArgument(let name, let script, _, _): "`\(script)` has no parameter `\(name)`"
    case .argumentTwice(let name): "the parameter `\(name)` is given twice"
    case .runFromHere(let script): "`\(script)` was run from here"
    case .onlyDeclarations(let inModel): "\(inModel ? "a model" : "an init file") holds only declarations"
    case .belongsToModel(let word): "`\(word)` says how data are read, and has no effect here"
    }
  }

  public var hint: String? {
    switch self {
    case .undeclaredParameter(let name, let nearest):
      mean(nearest.map { "$" + $0 }) ?? "you might declare it before: `param \(name): TYPE`"
    case .parameterType(_, _, _, let example): example.map { "it might be written `\($0)`" }
    case .parameterNotKnown: "you might give a constant"
    case .parameterRestricted: nil
    case .typePartOfField: nil
    case .noValue(let name, _): "you might give it with `--param \(name)=…`, or a default: `= VALUE`"
    case .hides, .reservedName: "you might choose another name"
    case .setNeedsRecords: "you might mean `list` of an entity, in place of groups"
    case .destinationInSet(let name): "you might write it after `list \(name)`"
    case .asOfOfSet(let name, _): "you might say `as of` in the query of `let \(name)`"
    case .setAtOtherSnapshot(let name, _, _): "its keys can be asked for at any snapshot: `in \(name)`"
    case .notInSet: "you might ask for the key or a link to it"
    case .setNotHere: "`list`, `count`, measures, `rank`, `trend`, `changes`, `history` and `in` read a set"
    case .lastResultHasNoRecords: "you might begin with `|` to work on it"
    case .expectationFailed: nil
    case .unreadableScript: "the path is read from the folder of the script that runs it"
    case .scriptCycle: nil
    case .unknownArgument(_, _, let known, let nearest):
      mean(nearest) ?? (known.isEmpty ? "it declares none" : "it declares \(known.map { "`\($0)`" }.joined(separator: ", "))")
    case .argumentTwice: nil
    case .runFromHere: nil
    case .belongsToModel: "you might write it in a model file, and name that by `--model FILE`"
    case .onlyDeclarations: "`define`, `entity`, `field`, `choice`, `names` and `calendar` are; what asks data belongs in a script"
    }
  }

  private func mean(_ alternatives: [String]) -> String? {
    let words = alternatives.map { "`\($0)`" }
    guard let last = words.last else { return nil }
    return "you might mean " + (words.count == 1 ? last : words.dropLast().joined(separator: ", ") + " or " + last)
  }
}
