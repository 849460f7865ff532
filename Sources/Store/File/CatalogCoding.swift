import Schema

/// The catalog as bytes. Read whole whenever a library is opened, so there is nothing to parse and nothing to fold.
enum CatalogCoding {
  static func bytes(of catalog: Catalog) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(catalog.entities) { $0.append($1) }
    writer.append(catalog.choices) {
      $0.append(text: $1.name)
      $0.append($1.values) { $0.append($1) }
      $0.append(count: $1.orderedCount)
    }
    writer.append(catalog.calendar) {
      $0.append(text: $1.name)
      $0.append($1.rest.sorted()) { $0.append($1.rawValue) }
      $0.append($1.work.sorted()) { $0.append($1.rawValue) }
    }
    return writer.bytes
  }

  static func catalog(_ bytes: UnsafeRawBufferPointer) throws -> Catalog {
    var reader = ByteReader(bytes)
    let entities = try reader.list { try $0.entity() }
    let choices = try reader.list { reader in
      Choice(name: try reader.text(), values: try reader.list { try $0.namedValue() }, orderedCount: try reader.count())
    }
    let calendar = try reader.optional { reader in
      let name = try reader.text()
      let rest = try reader.list { Day(rawValue: try $0.int32()) }
      let work = try reader.list { Day(rawValue: try $0.int32()) }
      return WorkingCalendar(name: name, rest: Set(rest), work: Set(work))
    }
    let catalog = Catalog(entities: entities, choices: choices, calendar: calendar ?? nil)
    guard reader.left == 0, isSound(catalog) else { throw ByteReader.Broken() }
    return catalog
  }

  /// Every index leads somewhere, so that nobody who follows one need ask again.
  private static func isSound(_ catalog: Catalog) -> Bool {
    // Chunks name them by two bytes, of which the last number is taken.
    let counts = [catalog.entities.count, catalog.choices.count] + catalog.entities.map(\.fields.count)
    guard counts.allSatisfy({ $0 < Int(LibraryFormat.none) }), catalog.calendar.map(isSound) ?? true else { return false }
    return catalog.choices.allSatisfy { $0.orderedCount <= $0.values.count }
      && catalog.choices.allSatisfy { $0.values.allSatisfy(isSound) }
      && catalog.entities.allSatisfy { entity in
        let fields = entity.fields
        let indexes = [entity.keyField] + [entity.nameField, entity.snapshotField].compactMap { $0 } + entity.defaultColumns
        return indexes.allSatisfy(fields.indices.contains) && entity.keyNames.allSatisfy(isSound)
          && fields.allSatisfy { isSound($0, fields.count, catalog) }
      }
  }

  private static func isSound(_ calendar: WorkingCalendar) -> Bool {
    calendar.rest.allSatisfy(Day.written.contains) && calendar.work.allSatisfy(Day.written.contains)
  }

  private static func isSound(_ value: NamedValue) -> Bool {
    value.aliases.allSatisfy { alias in [alias.from, alias.to].allSatisfy { $0.map(Day.written.contains) ?? true } }
  }

  /// No declaration has a larger unit than 亿元; one much larger would take amounts beyond their numbers.
  private static let unitLimit: Int64 = 1_000_000_000_000

  /// Amounts are printed exactly: in a unit of three yuan most would have no last decimal.
  private static func hasEndingDecimals(_ factor: Int64) -> Bool {
    var left = factor
    for prime: Int64 in [2, 5] { while left % prime == 0 { left /= prime } }
    return left == 1
  }

  private static func isSound(_ field: Field, _ count: Int, _ catalog: Catalog) -> Bool {
    if let unit = field.unitField, unit >= count { return false }
    switch field.type {
    case .choice(let choice): return catalog.choices.indices.contains(choice)
    case .link(let target):
      guard catalog.entities.indices.contains(target) else { return false }
      guard let rule = field.restriction else { return true }
      guard catalog.entities[target].fields.indices.contains(rule.field),
        case .choice(let choice) = catalog.entities[target].fields[rule.field].type, catalog.choices.indices.contains(choice)
      else { return false }
      return catalog.choices[choice].values.indices.contains(rule.code)
    case .money(let unit): return (1...unitLimit).contains(unit.factor) && hasEndingDecimals(unit.factor)
    case .text, .date, .period, .number, .flag, .duration: return true
    }
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ entity: Entity) {
    append(text: entity.plural)
    append(text: entity.singular)
    append(entity.label) { $0.append(text: $1) }
    append(entity.aliases) { $0.append(text: $1) }
    append(entity.fields) { $0.append($1) }
    append(count: entity.keyField)
    append(entity.nameField) { $0.append(count: $1) }
    append(entity.snapshotField) { $0.append(count: $1) }
    append(entity.defaultColumns) { $0.append(count: $1) }
    append(entity.keyNames) { $0.append($1) }
    append(entity.documentation) { $0.append(text: $1) }
  }

  fileprivate mutating func append(_ field: Field) {
    append(text: field.name)
    append(field.label) { $0.append(text: $1) }
    append(field.aliases) { $0.append(text: $1) }
    append(field.type)
    append(field.reverseName) { $0.append(text: $1) }
    append(field.restriction) {
      $0.append(count: $1.field)
      $0.append(count: $1.code)
    }
    append(field.unitField) { $0.append(count: $1) }
    append(text: field.dateOrder.rawValue)
    append(field.documentation) { $0.append(text: $1) }
    append(flag: field.isExtra)
  }

  fileprivate mutating func append(_ value: NamedValue) {
    append(text: value.code)
    append(value.english) { $0.append(text: $1) }
    append(value.label) { $0.append(text: $1) }
    append(value.aliases) {
      $0.append(text: $1.text)
      $0.append($1.from) { $0.append($1.rawValue) }
      $0.append($1.to) { $0.append($1.rawValue) }
    }
  }

  /// A letter, then what the type needs.
  fileprivate mutating func append(_ type: DataType) {
    func letter(_ letter: Character) -> UInt8 { letter.asciiValue! }
    switch type {
    case .text: append(letter("t"))
    case .choice(let choice):
      append(letter("c"))
      append(count: choice)
    case .date: append(letter("d"))
    case .period(let unit):
      append(letter("p"))
      append(text: unit.rawValue)
    case .money(let unit):
      append(letter("m"))
      append(text: unit.name)
      append(unit.factor)
    case .number: append(letter("n"))
    case .flag: append(letter("f"))
    case .duration(let kind):
      append(letter("u"))
      append(text: kind.rawValue)
    case .link(let target):
      append(letter("l"))
      append(count: target)
    }
  }
}

extension ByteReader {
  fileprivate mutating func entity() throws -> Entity {
    Entity(
      plural: try text(), singular: try text(), label: try optional { try $0.text() }, aliases: try list { try $0.text() },
      fields: try list { try $0.field() }, keyField: try count(), nameField: try optional { try $0.count() },
      snapshotField: try optional { try $0.count() }, defaultColumns: try list { try $0.count() },
      keyNames: try list { try $0.namedValue() }, documentation: try optional { try $0.text() })
  }

  fileprivate mutating func field() throws -> Field {
    let (name, label, aliases) = (try text(), try optional { try $0.text() }, try list { try $0.text() })
    let type = try dataType()
    let reverseName = try optional { try $0.text() }
    let restriction = try optional { LinkRestriction(field: try $0.count(), code: try $0.count()) }
    let unitField = try optional { try $0.count() }
    guard let order = DateOrder(rawValue: try text()) else { throw Broken() }
    return Field(
      name: name, label: label, aliases: aliases, type: type, reverseName: reverseName, restriction: restriction, unitField: unitField,
      dateOrder: order, documentation: try optional { try $0.text() }, isExtra: try flag())
  }

  fileprivate mutating func namedValue() throws -> NamedValue {
    NamedValue(
      code: try text(), english: try optional { try $0.text() }, label: try optional { try $0.text() },
      aliases: try list {
        NamedValue.Alias(
          try $0.text(), from: try $0.optional { Day(rawValue: try $0.int32()) }, to: try $0.optional { Day(rawValue: try $0.int32()) })
      })
  }

  fileprivate mutating func dataType() throws -> DataType {
    switch Character(Unicode.Scalar(try byte())) {
    case "t": return .text
    case "c": return .choice(try count())
    case "d": return .date
    case "p":
      guard let unit = PeriodUnit(rawValue: try text()) else { throw Broken() }
      return .period(unit)
    case "m": return .money(MoneyUnit(name: try text(), factor: try int64()))
    case "n": return .number
    case "f": return .flag
    case "u":
      guard let kind = DurationKind(rawValue: try text()) else { throw Broken() }
      return .duration(kind)
    case "l": return .link(try count())
    default: throw Broken()
    }
  }
}
