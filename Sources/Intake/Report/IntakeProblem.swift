public import Diagnostics
public import Schema

/// Everything that a load can find wrong or worth saying. Its words stand in `IntakeProblem+English.swift` and `IntakeProblem+Chinese.swift`, and nowhere else.
public enum IntakeProblem: Hashable, Sendable {
  // Files
  case unreadableFile(reason: String)
  /// A pipe, a device, a socket where a table's file might be
  case notAFile(FileKind)
  /// A workbook, an archive, a document
  case unsupportedFormat(String)
  case notText
  /// JSON Lines without a line that is an object
  case noRecords(format: String)
  case notData
  case unknownFile
  case ambiguousFile(entities: [String])
  case undatedFile
  case emptyFile
  /// A header and nothing below it: a snapshot without rows, where the file has a date
  case noRows(snapshot: Day?)
  case noHeader(entity: String)
  case noKeyColumn(entity: String, key: String)
  case otherEncoding(TextEncoding)
  /// A folder that is passed over: the first table in it, if there is one
  case undatedFolder(table: String?)
  /// A folder in that of a snapshot
  case innerFolder(snapshot: Day, table: String?)
  /// A name that begins with a dot
  case hidden
  /// The file's name or `--date` says another day than the one taken
  case otherDay(Day, isOption: Bool, taken: Day)
  /// An entity that a neighbouring snapshot has, the one before or else the one after, and this one has no file for
  case missingFile(entity: String, snapshot: Day, other: Day)
  /// An entity that the snapshot had which this one replaces
  case vanishedTable(entity: String, snapshot: Day)

  // Headers
  case titleRow
  case tableUnit
  case repeatedColumn(field: String, first: Int, name: String)
  case unnamedColumn(name: String)
  case extraColumn(name: String, type: DataType)
  case foreignCurrency(unit: String, name: String)
  case percentColumn
  /// A header that is damage, not a table's
  case tooManyColumns(limit: Int)

  // Rows
  case blankRows(count: Int)
  case footnote
  case totalRow
  /// `一、续建项目`: the name of the part of the table that follows
  case sectionTitle
  case repeatedHeader
  case rowWithoutKey(key: String)
  case repeatedKey(firstRow: Int, firstFile: String?)
  case loneKey
  case tooFewCells(found: Int, expected: Int, isLast: Bool)
  case tooManyCells(found: Int, expected: Int)
  case unterminatedQuote
  case looseQuote
  case textBehindQuote
  case badSnapshotDate(CellFault?)
  /// A line of JSON that is no object; the entry's column is its character
  case badLine(JSONFault)

  // Cells
  case undecodableByte(UInt8)
  /// `\uD800` without its other half
  case loneSurrogate(UInt16)
  /// A member that an object has twice
  case repeatedMember
  /// A list or an object where a cell is expected: kept as text where the column is one
  case nested(isKept: Bool)
  case controlCharacter(UInt8)
  case placeholder
  case fault(CellFault, order: DateOrder?)
  case remark(CellRemark)
  case outsideChoice(choice: String)
  case ambiguousValue(candidates: [String])
  case danglingLink(entity: String)
  case ambiguousLink(candidates: [String])
  case outsideRestriction(entity: String)
  /// A declared name of which the snapshot's file holds no record
  case unfiledLink(entity: String, key: String)
  /// A name or a declared key spelled another way
  case resembledName(spelling: String, key: String)
  /// Values of a choice spelled another way, all of one column
  case resembledValues(choice: String, Respellings.Summary)
  /// A text in another form than NFC, or a key with other line ends
  case normalized
}

extension IntakeProblem {
  /// The same, with the name of the extra field that it is about.
  func naming(_ name: String) -> IntakeProblem {
    switch self {
    case .repeatedColumn(let field, let first, _): .repeatedColumn(field: field, first: first, name: name)
    case .unnamedColumn: .unnamedColumn(name: name)
    case .foreignCurrency(let unit, _): .foreignCurrency(unit: unit, name: name)
    default: self
    }
  }

  /// A note says what was done with something harmless; a problem is one that `--strict` refuses.
  public enum Severity: String, Sendable { case note, problem }

  public var severity: Severity {
    switch self {
    case .missingFile(_, let snapshot, let other): other > snapshot ? .note : .problem
    case .notData, .noRows, .otherEncoding, .titleRow, .tableUnit, .unnamedColumn, .extraColumn, .percentColumn, .blankRows, .footnote,
      .totalRow,
      .repeatedHeader, .undatedFolder(nil), .innerFolder(_, nil), .hidden, .sectionTitle, .remark(.timeDropped), .remark(.rounded),
      .remark(.decimalComma), .placeholder,
      .resembledName, .resembledValues, .normalized:
      .note
    default: .problem
    }
  }

  public func reason(in language: Language) -> String { language == .english ? reason : chineseReason }

  public func action(in language: Language) -> String { language == .english ? action : chineseAction }

  public func kind(in language: Language) -> String { language == .english ? kind : chineseKind }

  public func message(in language: Language) -> String {
    switch language {
    case .english: message
    case .chinese: chineseMessage
    }
  }
}
