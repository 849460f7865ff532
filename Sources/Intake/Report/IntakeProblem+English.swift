import Diagnostics
import Schema

extension IntakeProblem {
  /// The kind's name in the report: a word for people and for filters.
  public var kind: String {
    switch self {
    case .unreadableFile: "unreadable-file"
    case .notAFile: "not-a-file"
    case .tooManyColumns: "too-many-columns"
    case .unsupportedFormat: "unsupported-format"
    case .notText: "not-text"
    case .noRecords: "no-records"
    case .notData: "not-data"
    case .unknownFile: "unknown-file"
    case .ambiguousFile: "ambiguous-file"
    case .undatedFile: "undated-file"
    case .emptyFile: "empty-file"
    case .noRows: "no-rows"
    case .noHeader: "no-header"
    case .noKeyColumn: "no-key-column"
    case .otherEncoding: "encoding"
    case .undatedFolder: "undated-folder"
    case .innerFolder: "inner-folder"
    case .hidden: "hidden"
    case .otherDay: "other-day"
    case .missingFile: "missing-file"
    case .vanishedTable: "vanished-table"
    case .titleRow: "title-row"
    case .tableUnit: "table-unit"
    case .repeatedColumn: "repeated-column"
    case .unnamedColumn: "unnamed-column"
    case .extraColumn: "extra-column"
    case .foreignCurrency: "foreign-currency"
    case .percentColumn: "percent-column"
    case .blankRows: "blank-row"
    case .footnote: "footnote"
    case .totalRow: "total-row"
    case .sectionTitle: "section-title"
    case .repeatedHeader: "repeated-header"
    case .rowWithoutKey: "row-without-key"
    case .repeatedKey: "repeated-key"
    case .loneKey: "lone-key"
    case .tooFewCells: "too-few-cells"
    case .tooManyCells: "too-many-cells"
    case .unterminatedQuote: "unterminated-quote"
    case .looseQuote: "loose-quote"
    case .textBehindQuote: "text-behind-quote"
    case .badSnapshotDate: "bad-snapshot-date"
    case .badLine: "bad-line"
    case .undecodableByte: "undecodable-byte"
    case .loneSurrogate: "lone-surrogate"
    case .repeatedMember: "repeated-member"
    case .nested: "nested-value"
    case .controlCharacter: "control-character"
    case .placeholder: "placeholder"
    case .fault(let fault, _): fault.kind
    case .remark(let remark): remark.kind
    case .outsideChoice: "outside-choice"
    case .ambiguousValue: "ambiguous-value"
    case .danglingLink: "dangling-link"
    case .ambiguousLink: "ambiguous-link"
    case .outsideRestriction: "outside-restriction"
    case .unfiledLink: "unfiled-link"
    case .resembledName: "resembled-name"
    case .resembledValues: "resembled-value"
    case .normalized: "normalized"
    }
  }

  /// What was expected and what was found, lower case, without a full stop.
  public var reason: String {
    switch self {
    case .unreadableFile(let reason): "the file cannot be read: \(reason)"
    case .notAFile(let kind): "\(kind.words.english), which is not read"
    case .tooManyColumns(let limit): "the header has more than \(limit) columns"
    case .unsupportedFormat(let format): "\(format) files are not read; save it as CSV"
    case .notText: "the file is not text"
    case .noRecords(let format): "no line is an object, as in \(format)"
    case .notData: "the file's name is not that of a table"
    case .unknownFile: "neither the file's name nor its header says which entity it holds"
    case .ambiguousFile(let entities): "the header fits more than one entity: \(entities.joined(separator: ", "))"
    case .undatedFile: "no date in the folder's or the file's name, and no snapshot column; --date might give one"
    case .emptyFile: "the file holds no row"
    case .noRows: "no row below the header"
    case .noHeader(let entity): "no row names a column of \(entity)"
    case .noKeyColumn(let entity, let key): "no column for \(key), the key of \(entity)"
    case .otherEncoding(let encoding): "read as \(encoding.rawValue)"
    case .undatedFolder(let table): "the folder's name is not a date" + (table.map { ", and a table is in it, \($0)" } ?? "")
    case .innerFolder(let snapshot, let table):
      "a folder in that of \(snapshot)" + (table.map { ", and a table is in it, \($0)" } ?? "")
    case .hidden: "the name begins with a dot"
    case .otherDay(let day, false, let taken): "the file's name says \(day), its folder's \(taken)"
    case .otherDay(let day, true, let taken): "--date says \(day), the name of the file or its folder \(taken)"
    case .missingFile(let entity, let snapshot, let other):
      "snapshot \(snapshot) has no rows of \(entity); the snapshot of \(other) \(other > snapshot ? "has" : "had") some"
    case .vanishedTable(let entity, let snapshot): "snapshot \(snapshot) has no rows of \(entity); the one that it replaces had some"
    case .titleRow: "a title above the header"
    case .tableUnit: "the unit of all amounts whose header names none"
    case .repeatedColumn(let field, let first, _): "column \(first) is \(field) already"
    case .unnamedColumn: "the column has no header"
    case .extraColumn: "no field of the model has this name"
    case .foreignCurrency(let unit, _): "the header names another currency than the field's \(unit)"
    case .percentColumn: "the header says percent: 85 is read as 0.85"
    case .blankRows(let count): count == 1 ? "a blank row" : "\(count) blank rows"
    case .footnote: "a footnote"
    case .totalRow: "a row of totals"
    case .sectionTitle: "the title of a part of the table"
    case .repeatedHeader: "the header once more"
    case .rowWithoutKey(let key): "no value for the key \(key)"
    case .repeatedKey(let row, let file):
      file.map { "the key stands in row \(row) of \($0) already" } ?? "the key stands in row \(row) already"
    case .loneKey: "the row holds nothing but a key"
    case .tooFewCells(let found, let expected, let isLast):
      "\(found) of \(expected) cells" + (isLast ? "; the file ends here, perhaps cut off" : "")
    case .tooManyCells(let found, let expected): "\(found) cells under \(expected) headers"
    case .unterminatedQuote: "a quote opens here and never closes"
    case .looseQuote: "a quote opens here and is not closed on its line"
    case .textBehindQuote: "text stands behind the closing quote"
    case .badSnapshotDate(let fault): fault.map { "the row's snapshot date is \($0.reason(order: nil))" } ?? "the row has no snapshot date"
    case .badLine(let fault): fault.reason
    case .undecodableByte(let byte): "byte \(hexadecimal(byte)) stands for no character"
    case .loneSurrogate(let unit): "\\u\(String(unit, radix: 16, uppercase: true)) is half a character"
    case .repeatedMember: "the object has this member more than once"
    case .nested: "a list or an object where a value is expected"
    case .controlCharacter(let byte): "control character \(hexadecimal(byte))"
    case .placeholder: "a sign for no value"
    case .fault(let fault, let order): fault.reason(order: order)
    case .remark(let remark): remark.reason
    case .outsideChoice(let choice): "not a value of \(choice)"
    case .ambiguousValue(let candidates), .ambiguousLink(let candidates): "could be \(candidates.joined(separator: ", "))"
    case .danglingLink(let entity): "names none of the \(entity)"
    case .outsideRestriction(let entity): "names one of the \(entity) that may not stand here"
    case .unfiledLink(let entity, let key): "is \(key) of the model, of which the snapshot's \(entity) hold no record"
    case .resembledValues(let choice, let respellings):
      (respellings.cells == 1 ? "1 cell resembles a value" : "\(respellings.cells) cells resemble values")
        + " of \(choice) but for case, width, blanks or dashes"
    case .resembledName(let spelling, _): "resembles \"\(spelling)\" but for case, width, blanks or dashes"
    case .normalized: "the same characters in another form of Unicode, or other line ends in a key"
    }
  }

  /// What intake did about it.
  public var action: String {
    switch self {
    case .unreadableFile, .notAFile, .tooManyColumns, .unsupportedFormat, .notText, .noRecords, .notData, .unknownFile, .ambiguousFile,
      .undatedFile, .emptyFile, .noHeader, .noKeyColumn, .undatedFolder, .innerFolder, .hidden:
      "not loaded"
    case .otherEncoding: "loaded"
    case .noRows(let snapshot): snapshot.map { "an empty table in the snapshot \($0)" } ?? "nothing to load"
    case .otherDay(_, _, let taken): "loaded into the snapshot \(taken)"
    case .missingFile(let entity, _, _), .vanishedTable(let entity, _): "the snapshot has no \(entity)"
    case .titleRow, .blankRows, .footnote, .totalRow, .sectionTitle, .repeatedHeader: "skipped"
    case .tableUnit, .percentColumn: "applied"
    case .repeatedColumn(_, _, let name), .foreignCurrency(_, let name): "kept as the extra field \(name)"
    case .unnamedColumn(let name): "named \(name)"
    case .extraColumn(let name, let type): "kept as the extra field \(name), \(type.plainName)"
    case .rowWithoutKey, .repeatedKey, .badSnapshotDate: "row set aside"
    case .loneKey, .controlCharacter, .outsideChoice, .ambiguousValue, .danglingLink, .ambiguousLink, .outsideRestriction: "kept as filed"
    case .tooFewCells: "the others are left blank"
    case .tooManyCells: "the cells without header are set aside"
    case .unterminatedQuote: "read as an ordinary character; from here on no cell passes a line end"
    case .looseQuote: "read as an ordinary character"
    case .textBehindQuote: "kept, without the quotes"
    case .badLine: "line set aside"
    case .undecodableByte, .loneSurrogate: "read as U+FFFD"
    case .repeatedMember: "the last one counts"
    case .nested(let isKept): isKept ? "kept as text" : "left blank"
    case .placeholder, .fault: "left blank"
    case .unfiledLink(_, let key): "kept as a link to \(key)"
    case .resembledName(_, let key): "read as \(key)"
    case .resembledValues(_, let respellings):
      "read " + respellings.first.map { "\"\($0.filed)\" as \($0.value) (\($0.count))" }.joined(separator: ", ")
        + (respellings.others == 0 ? "" : ", and \(respellings.others) more spelling\(respellings.others == 1 ? "" : "s")")
    case .normalized: "kept in the form NFC"
    case .remark(.timeDropped): "the day is kept"
    case .remark: "kept as read"
    }
  }

  /// A line of the report without the place.
  public var message: String { "\(reason): \(action)" }

  func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count == 1 ? "0" : "") + digits
  }
}

extension JSONFault {
  fileprivate var reason: String {
    switch self {
    case .expectedObject: "expected an object, { … }"
    case .expectedMember: "expected a member's name in double quotes"
    case .expectedColon: "expected a colon behind the member's name"
    case .expectedValue: "expected a value: a text in double quotes, a number, true, false or null"
    case .expectedComma: "expected a comma or the end of the object or list"
    case .expectedEnd: "expected the end of the line behind the object"
    case .controlCharacter: "a control character in a text, which JSON spells as an escape"
    case .badEscape: "no escape that JSON has"
    case .badNumber: "not a number as JSON spells them"
    case .openText: "the text is not closed; the line may be cut off"
    case .tooDeep: "lists and objects in one another beyond every use"
    }
  }
}

extension CellFault {
  var kind: String {
    switch self {
    case .notADate, .yearAlone, .monthAlone: "not-a-date"
    case .noSuchDay: "no-such-day"
    case .twoDigitYear: "two-digit-year"
    case .dateOrderUnknown: "date-order-unknown"
    case .notAPeriod, .periodTooCoarse: "not-a-period"
    case .notANumber: "not-a-number"
    case .notAnAmount: "not-an-amount"
    case .beyondRange, .tooManyDigits: "beyond-range"
    case .otherCurrency: "other-currency"
    case .notAFlag: "not-a-flag"
    case .hashes: "hashes"
    case .spreadsheetError: "spreadsheet-error"
    }
  }

  func reason(order: DateOrder?) -> String {
    switch self {
    case .notADate: "not a date"
    case .noSuchDay:
      if let order, order != .yearFirst { "no such day, read as \(order.rawValue)" } else { "no such day" }
    case .yearAlone: "a year, not a day"
    case .monthAlone: "a month, not a day"
    case .twoDigitYear: "the year has two digits"
    case .dateOrderUnknown: "day or month first? the model might say `date as MM/DD/YYYY` or `date as DD/MM/YYYY`"
    case .notAPeriod: "not a period"
    case .periodTooCoarse: "a longer period than is filed here"
    case .notANumber: "not a number"
    case .notAnAmount: "not an amount of money"
    case .beyondRange: "too large"
    case .tooManyDigits: "more than 18 digits; a code is `text`"
    case .otherCurrency: "another currency than the column's"
    case .notAFlag: "neither yes nor no"
    case .hashes: "the spreadsheet's column was too narrow and printed #"
    case .spreadsheetError: "an error value of the spreadsheet"
    }
  }
}

extension CellRemark {
  var kind: String {
    switch self {
    case .approximate: "approximate"
    case .rounded: "rounded"
    case .timeDropped: "time-dropped"
    case .decimalComma: "decimal-comma"
    }
  }

  var reason: String {
    switch self {
    case .approximate: "the figure says that it is not exact"
    case .rounded: "more decimals than a ten-thousandth of the currency"
    case .timeDropped: "a time of day"
    case .decimalComma: "the comma was read as the decimal point"
    }
  }
}

extension DataType {
  /// `a number`, `a date`: the type in the report's prose.
  var plainName: String {
    switch self {
    case .text: "text"
    case .choice: "a choice"
    case .date: "a date"
    case .period(let unit): "a \(unit.rawValue)"
    case .money(let unit): "money in \(unit.name)"
    case .number: "a number"
    case .flag: "yes or no"
    case .duration(let kind): "a duration in \(kind.rawValue)"
    case .link: "a link"
    }
  }
}
