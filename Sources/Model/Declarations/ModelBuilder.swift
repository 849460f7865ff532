public import Diagnostics
import Schema
public import Syntax

/// Makes a ``Model`` from the declarations of one text or several. Declarations may stand in any order: everything is named before anything is bound.
///
/// Statements that declare nothing (queries, `param`, `let`, `print` …) are passed over. With a base, the texts add to it; a definition or a calendar
/// of a name that the base has takes its place, so an office can replace a rule, and the prompt can define anew.
public struct ModelBuilder {
  /// A problem with the text it stands in.
  public struct Finding: Sendable {
    public var source: Source
    public var diagnostic: Diagnostic

    public init(source: Source, diagnostic: Diagnostic) {
      self.source = source
      self.diagnostic = diagnostic
    }
  }

  var model: Model
  let hasBase: Bool
  /// So many mistakes of each kind of declaration are told with the nearest names: the first to be shown are among them.
  public var details = DiagnosticTally.detailLimit
  /// What is left of ``details`` for the kind at hand
  private var searches = 0
  var sources: [Source] = []
  var findings: [Finding] = []

  // Declarations by kind, each with the index of its source.
  var entities: [(EntityDeclaration, source: Int)] = []
  var fields: [(FieldDeclaration, source: Int)] = []
  var choices: [(ChoiceDeclaration, source: Int)] = []
  var names: [(NamesDeclaration, source: Int)] = []
  var calendars: [(CalendarDeclaration, source: Int)] = []
  var definitions: [(Definition, source: Int)] = []

  // Names taken so far.
  var entityNames = NameTable()
  var choiceNames = NameTable()
  /// By entity: fields, labels, aliases.
  var fieldNames: [NameTable] = []
  /// Names that each entity's records show besides its fields: to-many links.
  var reverseNames: [NameTable] = []
  /// Where each field was declared, by entity.
  var fieldPlaces: [[Place]] = []

  public init(base: Model? = nil) {
    model = base ?? Model(catalog: Catalog())
    hasBase = base != nil
  }

  public mutating func add(_ script: Script, source: Source) {
    let index = sources.count
    sources.append(source)
    for statement in script.statements {
      switch statement.kind {
      case .entity(let declaration): entities.append((declaration, index))
      case .field(let declaration): fields.append((declaration, index))
      case .choice(let declaration): choices.append((declaration, index))
      case .names(let declaration): names.append((declaration, index))
      case .calendar(let declaration): calendars.append((declaration, index))
      case .define(let definition): definitions.append((definition, index))
      default: continue
      }
    }
  }

  /// The model, as far as the declarations are sound, and all that is wrong with them in the order of the texts. What is wrong is left out of the model.
  public func build() -> (model: Model, findings: [Finding]) {
    var work = self
    let steps: [(inout ModelBuilder) -> Void] = [
      { $0.claimBaseNames() }, { $0.buildEntities() }, { $0.buildChoices() }, { $0.buildFields() }, { $0.buildFieldReferences() },
      { $0.buildNames() }, { $0.buildLinks() }, { $0.buildCalendar() }, { $0.buildDefinitions() },
    ]
    for step in steps {
      work.tellsNearest()
      step(&work)
    }
    let order = Dictionary(sources.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let findings = work.findings.enumerated().sorted {
      let left = (order[$0.element.source.name] ?? 0, $0.element.diagnostic.range.start, $0.offset)
      let right = (order[$1.element.source.name] ?? 0, $1.element.diagnostic.range.start, $1.offset)
      return left < right
    }
    return (work.model, findings.map(\.element))
  }
}

extension ModelBuilder {
  mutating func report(
    _ problem: DeclarationProblem, at place: Place, earlier: NameTable.Claim? = nil, fix replacement: String? = nil,
    severity: Diagnostic.Severity = .error
  ) {
    guard let source = place.source else { return }
    var notes: [Diagnostic.Note] = []
    if let earlier, let other = earlier.place.source {
      let what = earlier.what
      if other == source {
        notes.append(Diagnostic.Note(Bilingual("\(what.english) is declared here", "\(what.chinese) 在此声明"), at: earlier.place.range))
      } else {
        let line = sources[other].line(at: earlier.place.range.start).number
        let file = sources[other].name
        notes.append(
          Diagnostic.Note(
            Bilingual("\(what.english) is declared in \(file), line \(line)", "\(what.chinese) 在 \(file) 第 \(line) 行声明")))
      }
    }
    let fix = replacement.map { Diagnostic.Fix(place.range, $0) }
    let diagnostic = Diagnostic(problem, at: place.range, severity: severity, notes: notes, fix: fix)
    findings.append(Finding(source: sources[source], diagnostic: diagnostic))
  }

  /// The mistakes from here on are of another kind.
  mutating func tellsNearest() { searches = details }

  /// The names nearest to a word, while mistakes are told with them.
  mutating func nearest(to word: String, among names: (ModelBuilder) -> [String]) -> [String] {
    guard searches > 0 else { return [] }
    searches -= 1
    return Nearness.nearest(to: word, among: names(self))
  }

  /// The entity that a declaration is for; reported if there is none.
  mutating func entity(_ name: Name, source: Int) -> Int? {
    if let claim = entityNames[name.text] { return claim.owner }
    let nearest = nearest(to: name.text) { $0.entityNames.spellings }
    report(
      .unknown(.entity, name.text, within: nil, nearest: nearest), at: Place(source: source, range: name.range),
      fix: nearest.count == 1 ? nearest[0] : nil)
    return nil
  }

  /// The field of an entity by any of its spellings; reported if there is none.
  mutating func field(_ name: Name, of entity: Int, source: Int) -> Int? {
    if let claim = fieldNames[entity][name.text] { return claim.owner }
    let nearest = nearest(to: name.text) { $0.fieldNames[entity].spellings }
    report(
      .unknown(.field, name.text, within: model.catalog.entities[entity].plural, nearest: nearest),
      at: Place(source: source, range: name.range), fix: nearest.count == 1 ? nearest[0] : nil)
    return nil
  }

  /// Where a name must be the only one. No key path: one through an array copies the table at each claim.
  enum NameSpace: Equatable {
    case entities, choices
    case fields(Int)
  }

  /// Takes a thing's names in a space: its main name first, then label and aliases. False if the main name is another's already.
  mutating func claim(
    _ name: Name, label: String?, aliases: [AliasDeclaration], owner: Int, what: Bilingual, source: Int,
    in space: NameSpace
  ) -> Bool {
    let place = Place(source: source, range: name.range)
    if !claim(name.text, owner: owner, what: what, place: place, in: space) { return false }
    if let label { _ = claim(label, owner: owner, what: what, place: place, in: space) }
    for alias in aliases {
      // A column may be headed by a word of the language: that is what the alias is for, and no query reads it.
      if space != .entities, Self.ownWords.contains(foldedName(alias.name.text)) { continue }
      _ = claim(alias.name.text, owner: owner, what: what, place: Place(source: source, range: alias.name.range), in: space)
    }
    return true
  }

  mutating func claim(_ spelling: String, owner: Int, what: Bilingual, place: Place, in space: NameSpace) -> Bool {
    if Self.ownWords.contains(foldedName(spelling)) {
      report(.reservedName(spelling), at: place)
      return false
    }
    let earlier =
      switch space {
      case .entities: entityNames.claim(spelling, owner: owner, what: what, place: place)
      case .choices: choiceNames.claim(spelling, owner: owner, what: what, place: place)
      case .fields(let entity): fieldNames[entity].claim(spelling, owner: owner, what: what, place: place)
      }
    guard let earlier else { return true }
    report(.duplicate(spelling, other: earlier.what), at: place, earlier: earlier)
    return false
  }

  /// `all` is the whole entity inside a row; flags are compared with the others.
  public static let ownWords: Set<String> = ["all", "true", "false"]
}
