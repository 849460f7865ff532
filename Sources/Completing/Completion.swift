import Checking
public import Diagnostics
public import Model
import Query
public import Schema
public import Syntax

/// One way to go on at a place.
public struct CompletionCandidate: Hashable, Sendable {
  public enum Kind: Sendable, Hashable {
    case keyword, function, entity, field, link, definition, value, record, parameter, format, date, name, file
  }

  /// What to put in place of the word that is half typed, quoted where it needs quotes.
  public var insert: String
  /// What to show: the word with its label, and for values the rows that hold them.
  public var display: String
  public var kind: Kind

  public init(insert: String, display: String, kind: Kind) {
    self.insert = insert
    self.display = display
    self.kind = kind
  }

  /// A folder: its text stays open for what lies in it.
  public var isOpenText: Bool { kind == .file && insert.hasSuffix("/") }
  /// The candidate with the mark that its open text still wants.
  var closed: String { insert + (isOpenText ? insert.first.flatMap { CompletionList.closingMarks[$0] }.map(String.init) ?? "" : "") }
}

/// What Tab does at a place: it writes `insertion` over the range, and lists the candidates, best first, where there are several.
///
/// A word that is complete stays: it is the first candidate and the insertion, however many longer ones begin with it.
public struct Completion: Sendable {
  public var range: SourceRange
  public var candidates: [CompletionCandidate]
  /// The only candidate, else what all have in common (the values, where there are some), at least what is typed.
  public var insertion: String
}

/// Lists what can stand at a place: what the parser asked for there, filled in with the names in scope and the values of the data.
///
/// English is matched from its beginning; Chinese from its beginning, by pinyin (`hannan`) or by first letters (`hn`).
public struct Completer: Sendable {
  let model: Model
  let values: any ValueSource
  let snapshots: [Day]
  let snapshot: Int
  /// What the session knows besides the model.
  public var parameters: [String] = []
  /// What `let` has kept: each with the entity of its records.
  public var sets: [(name: String, entity: Int)] = []
  public var scripts: [String] = []
  /// The files that a path can become, folders with a `/` at their end; of scripts, if that is what is wanted.
  public var files: @Sendable (_ path: String, _ isScript: Bool) -> [String] = { _, _ in [] }
  /// Text of the prompt, where a clause may begin a line.
  public var isTyped = false
  public var topics: [String] = []
  /// The columns of the last result, each with its spellings, for places behind `|`.
  public var resultColumns: [[String]] = []
  /// The columns at hand are those of the result that the stage works on.
  private var knowsColumns = true

  /// Values and records offered at one place.
  static let limit = 200

  public init(model: Model, values: any ValueSource, snapshots: [Day], snapshot: Int) {
    self.model = model
    self.values = values
    self.snapshots = snapshots
    self.snapshot = snapshot
  }

  /// What Tab does at a byte offset of a text. What it offers, the parser takes.
  public func complete(_ source: Source, at offset: Int) -> Completion {
    let expectations = Parser.expectations(in: source, at: offset, isTyped: isTyped)
    let range = expectations.prefix
    if expectations.typed == .closed { return Completion(range: range, candidates: [], insertion: "") }
    let typed = source.text(range)
    var candidates = onResult(expectations.places, in: source, at: range.start).candidates(for: expectations, prefix: typed)
    let head = Array(source.bytes[..<range.start])
    if reads(head, "") { candidates.removeAll { !reads(head, $0.closed) } }
    return Completion(range: range, candidates: candidates, insertion: insertion(of: candidates, typed, behind: head))
  }

  /// Behind `QUERY |`, with the columns of that query.
  private func onResult(_ places: [Expectations.Place], in source: Source, at offset: Int) -> Completer {
    let isOnResult = places.contains { if case .name(let row, _) = $0 { row.isResult } else { false } }
    guard isOnResult, let pipe = Parser.parse(source).tokens.last(where: { $0.range.end <= offset && $0.kind == .symbol(.pipe) })
    else { return self }
    let head = Source(name: "", bytes: Array(source.bytes[..<pipe.range.start]))
    // `| STAGE | …` goes on from the last result.
    guard let statement = Parser.parse(head, isTyped: isTyped).script.statements.last, case .query = statement.kind else { return self }
    var completer = self
    let world = World(model: model, snapshots: snapshots, askedSnapshot: snapshot, values: values)
    if case .query(let query, _)? = Checker(world: world).check(statement, in: head).0 {
      completer.resultColumns = query.outputColumns.map(\.spellings)
    } else {
      (completer.resultColumns, completer.knowsColumns) = ([], false)
    }
    return completer
  }

  /// A text that goes on so has no error yet: at most something is missing at its end.
  private func reads(_ head: [UInt8], _ words: String) -> Bool {
    Parser.parse(Source(name: "", bytes: head + words.utf8), isTyped: isTyped).diagnostics.allSatisfy(\.isIncomplete)
  }

  private func insertion(of candidates: [CompletionCandidate], _ typed: String, behind head: [UInt8]) -> String {
    // Opposite a choice a word is first a value: `stage = pre` is `preparatory`, although `previous(` begins so too.
    let values = candidates.filter { $0.kind == .value }
    let meant = values.isEmpty || candidates[0].insert == typed ? candidates : values
    guard let first = meant.first else { return typed }
    if meant.count == 1 { return first.insert }
    var common = first.insert
    for candidate in meant.dropFirst() {
      while !candidate.insert.hasPrefix(common) { common.removeLast() }
    }
    // `hn` is no beginning of 汉南区, and half of `"East Lake …"` is no word.
    guard common.hasPrefix(typed), common == typed || reads(head, common) || !reads(head, typed) else { return typed }
    return common
  }

  public func candidates(for expectations: Expectations, prefix: String) -> [CompletionCandidate] {
    var list = CompletionList(typed: prefix, kind: expectations.typed)
    let places = expectations.places.filter { isOffered($0, expectations.typed) }
    // Where an entity could stand, it is meant more often than one of the many columns before it.
    for place in places.filter({ $0 == .entity }) + places.filter({ $0 != .entity }) { add(place, expectations, prefix, to: &list) }
    if expectations.typed != .text, expectations.typed != .quotedName {
      for keyword in expectations.keywords { list.add(keyword: keyword) }
    }
    switch expectations.typed {
    // A name of the user's own, and any text, are complete as they are typed.
    case .word where places.contains(.newName) || places.contains(.bareText): list.addWhole()
    case .word where !knowsColumns && places.contains(.name(Expectations.Row(isResult: true), after: [])): list.addWhole()
    case .literal where !list.continuesCode: list.addWhole()
    default: break
    }
    return list.isWhole && list.count == 0 && !list.isKnown ? [] : list.sorted
  }

  /// In quotation marks stand only values and files, in back-quotes only names.
  private func isOffered(_ place: Expectations.Place, _ typed: Expectations.Typed) -> Bool {
    switch (typed, place) {
    case (.text, .value), (.text, .recordKey), (.text, .file), (.text, .script), (.text, .bareText): true
    case (.text, _): false
    case (.quotedName, .value), (.quotedName, .recordKey), (.quotedName, .format), (.quotedName, .dialect), (.quotedName, .moment),
      (.quotedName, .topic):
      false
    case (.quotedName, .file), (.quotedName, .script): false
    default: true
    }
  }

  private func add(_ place: Expectations.Place, _ expectations: Expectations, _ typed: String, to list: inout CompletionList) {
    switch place {
    case .name(let row, let after): addNames(of: row, after: after, to: &list) { _, _ in true }
    case .predicate(let row):
      addNames(of: row, after: [], to: &list) { meaning, entity in
        switch meaning {
        case .definition: true
        case .field(let field): model.catalog.entities[entity].fields[field].type == .flag
        default: false
        }
      }
    case .link(let row):
      addNames(of: row, after: [], to: &list) { meaning, _ in if case .reverse = meaning { true } else { false } }
    case .value(let path, let row): addValues(opposite: path, row: row, to: &list)
    case .entity:
      addEntities(to: &list)
      for set in sets {
        list.add([set.name], insert: nil, display: "\(set.name) (\(model.catalog.entities[set.entity].plural))", kind: .entity)
      }
    case .recordKey(let name): if let entity = name.flatMap(model.entity) { addRecords(of: entity, to: &list) }
    case .format:
      for format in OutputFormat.names { list.add([format], insert: format, display: format, kind: .format) }
    case .dialect:
      for dialect in Dialect.names { list.add([dialect], insert: dialect, display: dialect, kind: .name) }
    case .script:
      if expectations.typed != .text { for script in scripts { list.add([script], insert: script, display: script, kind: .name) } }
      addFiles(expectations, typed, to: &list) { files($0, true) }
    case .file: addFiles(expectations, typed, to: &list) { files($0, false) }
    case .topic: for topic in topics { list.add([topic], insert: topic, display: topic, kind: .name) }
    case .parameter: for name in parameters { list.add([name], insert: name, display: name, kind: .parameter) }
    case .moment:
      for day in snapshots.reversed() { list.add([day.description], insert: day.description, display: "\(day) snapshot", kind: .date) }
    case .described: addDescribed(to: &list)
    case .type:
      for choice in model.catalog.choices {
        list.add([choice.name], insert: "choice \(spelledName(choice.name))", display: "choice \(choice.name)", kind: .name)
      }
      addEntities(to: &list)
    case .number, .newName, .text, .bareText: return
    }
  }

  private func addFiles(_ expectations: Expectations, _ typed: String, to list: inout CompletionList, _ files: (String) -> [String]) {
    switch expectations.typed {
    case .text: for path in files(String(typed.dropFirst())) { list.add(path: path) }
    case .nothing: for path in files("") { list.add(path: path) }
    default: return
    }
  }
}

extension Completer {
  /// The entity whose records a row shows: nil where it is not known.
  private func entity(of row: Expectations.Row) -> Int? {
    // `no project (…)` alone speaks of all projects.
    let isAlone = row.entity == nil && row.links.first?.count == 1
    guard var entity = (isAlone ? row.links[0][0] : row.entity).flatMap(records) else { return nil }
    for path in row.links.dropFirst(isAlone ? 1 : 0) {
      guard let target = self.entity(at: path[...], on: entity) else { return nil }
      entity = target
    }
    return entity
  }

  /// The entity that a word names, or whose records a set of that name holds.
  private func records(named name: String) -> Int? {
    model.entity(named: name) ?? sets.last { foldedName($0.name) == foldedName(name) }?.entity
  }

  /// Follows links to the entity that a path ends in.
  private func entity(at path: ArraySlice<String>, on entity: Int) -> Int? {
    guard let name = path.first else { return entity }
    if foldedName(name) == "all" { return self.entity(at: path.dropFirst(), on: entity) }
    switch model.scope(entity).lookup(name) {
    case .link(_, let target): return self.entity(at: path.dropFirst(), on: target)
    case .reverse(let link): return self.entity(at: path.dropFirst(), on: link.entity)
    case nil: return model.entity(named: name).flatMap { self.entity(at: path.dropFirst(), on: $0) }
    default: return nil
    }
  }

  private func addNames(
    of row: Expectations.Row, after path: [String], to list: inout CompletionList, where isWanted: (Scope.Meaning, Int) -> Bool
  ) {
    if row.isResult {
      let made = resultColumns.joined().map { $0.split(separator: ".").map(String.init) }.filter { $0.count > 1 }
      for names in made where names.count > path.count && zip(path, names).allSatisfy({ foldedName($0) == foldedName($1) }) {
        list.add([names[path.count]], insert: nil, display: names.joined(separator: "."), kind: .field)
      }
      for spellings in resultColumns.map({ $0.filter { !$0.contains(".") } }) where !spellings.isEmpty {
        list.add(spellings, insert: nil, display: spellings.prefix(2).joined(separator: " "), kind: .field)
      }
      return
    }
    // Columns are typed before the entity: until it is there, the names of every entity are offered.
    let entities =
      row.entity == nil && row.links.isEmpty ? Array(model.catalog.entities.indices) : entity(of: row).map { [$0] } ?? []
    for start in entities {
      guard let entity = entity(at: path[...], on: start) else { continue }
      addNames(of: entity, to: &list, where: isWanted)
    }
    guard path.isEmpty, isWanted(.field(0), entities.first ?? 0) else { return }
    for function in FunctionNames.spellings {
      list.add([function], insert: function + "(", display: function + "(…)", kind: .function)
    }
  }

  private func addNames(of entity: Int, to list: inout CompletionList, where isWanted: (Scope.Meaning, Int) -> Bool) {
    var order: [Scope.Meaning] = []
    var spellings: [Scope.Meaning: [String]] = [:]
    for (spelling, meaning) in model.scope(entity).names where isWanted(meaning, entity) {
      if spellings[meaning] == nil { order.append(meaning) }
      spellings[meaning, default: []].append(spelling)
    }
    for meaning in order {
      let names = spellings[meaning]!
      let label = label(of: meaning, on: entity)
      let kind: CompletionCandidate.Kind =
        switch meaning {
        case .field, .result: .field
        case .link, .reverse: .link
        case .definition: .definition
        case .parameter: .parameter
        }
      list.add(names, insert: nil, display: [names[0], label].compactMap { $0 }.joined(separator: " "), kind: kind)
    }
  }

  private func label(of meaning: Scope.Meaning, on entity: Int) -> String? {
    switch meaning {
    case .field(let field), .link(let field, _): model.catalog.entities[entity].fields[field].label
    case .reverse(let link): model.catalog.entities[link.entity].label
    case .definition(let index): model.definitions[index].label
    default: nil
    }
  }

  private func addEntities(to list: inout CompletionList) {
    for entity in model.catalog.entities {
      let spellings = [entity.plural, entity.singular] + [entity.label].compactMap { $0 } + entity.aliases
      list.add(
        spellings, insert: nil, display: [entity.plural, entity.label].compactMap { $0 }.joined(separator: " "), kind: .entity)
    }
  }

  private func addDescribed(to list: inout CompletionList) {
    addEntities(to: &list)
    for choice in model.catalog.choices { list.add([choice.name], insert: nil, display: choice.name, kind: .name) }
    for entity in model.catalog.entities.indices { addNames(of: entity, to: &list) { _, _ in true } }
    for function in FunctionNames.spellings { list.add([function], insert: function, display: function, kind: .function) }
  }
}

extension Completer {
  /// The values that stand opposite a field, those of a choice in their order, others by the rows that hold them.
  private func addValues(opposite path: [String], row: Expectations.Row, to list: inout CompletionList) {
    guard let last = path.last, let start = entity(of: row), let entity = entity(at: path.dropLast(), on: start) else { return }
    switch model.scope(entity).lookup(last) {
    case .field(let field), .link(let field, _): addValues(of: field, entity: entity, to: &list)
    case .definition(let index):
      guard case .choice(let choice)? = model.definitions[index].type else { return }
      for value in model.catalog.choices[choice].values { add(value, rows: nil, to: &list) }
    default: return
    }
  }

  private func addValues(of field: Int, entity: Int, to list: inout CompletionList) {
    let counts = values.values(entity: entity, field: field, snapshot: snapshot)
    let rows = Dictionary(counts.map { ($0.code, $0.rows) }, uniquingKeysWith: +)
    switch model.catalog.entities[entity].fields[field].type {
    case .choice(let choice):
      let declared = model.catalog.choices[choice].values
      for (code, value) in declared.enumerated() { add(value, rows: rows[code] ?? 0, to: &list) }
      for count in counts where count.code >= declared.count { add(count, to: &list) }
    case .link(let target):
      let declared = model.catalog.entities[target].keyNames
      let matcher = ValueMatcher(catalog: model.catalog, values: values, snapshot: snapshot, on: Day(rawValue: 0))
      let isAllowed = matcher.restriction(of: .init(entity: entity, field: field))
      // What rows hold comes first; the rest of the list may still be meant, to see that nothing is there.
      let allowed = declared.indices.filter(isAllowed)
      for key in allowed.filter({ rows[$0] != nil }) + allowed.filter({ rows[$0] == nil }) {
        add(declared[key], rows: rows[key] ?? 0, to: &list)
      }
      let others = counts.filter { $0.code >= declared.count }.sorted { ($1.rows, $0.code) < ($0.rows, $1.code) }
      for count in others where list.count < Self.limit { add(count, to: &list) }
    case .text:
      for count in counts.sorted(by: { ($1.rows, $0.code) < ($0.rows, $1.code) }) where list.count < Self.limit {
        list.add([count.text], insert: quoted(count.text), display: "\(count.text) (\(count.rows))", kind: .value)
      }
    case .flag:
      for words in [["yes", "是", "true"], ["no", "否", "false"]] {
        list.add(words, insert: nil, display: words.prefix(2).joined(separator: " "), kind: .value)
      }
    default: return
    }
  }

  private func add(_ value: NamedValue, rows: Int?, to list: inout CompletionList) {
    // A code of digits is not what people type: their names come first.
    let names = [value.english, value.label].compactMap { $0 }
    let isNumber = value.code.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    let spellings = (isNumber ? names + [value.code] : [value.code] + names) + value.aliases.map(\.text)
    let display = value.spokenName + (rows.map { " (\($0))" } ?? "")
    list.add(spellings, insert: nil, display: display, kind: .value)
  }

  private func add(_ count: ValueCount, to list: inout CompletionList) {
    list.add(
      [count.text] + [count.name].compactMap { $0 }, insert: nil,
      display: [count.text, count.name].compactMap { $0 }.joined(separator: " ") + " (\(count.rows))", kind: .value)
  }

  private func addRecords(of entity: Int, to list: inout CompletionList) {
    let declared = model.catalog.entities[entity].keyNames
    for value in declared where list.count < Self.limit { add(value, rows: nil, to: &list) }
    for key in values.keys(entity: entity) where key.code >= declared.count {
      if list.count > Self.limit { return }
      let display = [key.text, key.name].compactMap { $0 }.joined(separator: " ")
      list.add([key.text] + [key.name].compactMap { $0 }, insert: Spelling.value(key.text), display: display, kind: .record)
    }
  }
}
