import Diagnostics
import Schema
import Store
import TestSupport
import Testing

@testable import Intake

/// The report in Chinese; the goldens hold whole reports, here is every kind once.
@Suite struct ChineseTests {
  static let day = Day(year: 2018, month: 3, day: 9)!
  static let faults: [CellFault] = [
    .notADate, .noSuchDay, .yearAlone, .monthAlone, .twoDigitYear, .dateOrderUnknown, .notAPeriod, .periodTooCoarse, .notANumber,
    .notAnAmount, .beyondRange, .tooManyDigits, .otherCurrency, .notAFlag, .hashes, .spreadsheetError,
  ]
  static let remarks: [CellRemark] = [.approximate, .rounded, .timeDropped, .decimalComma]
  static let problems: [IntakeProblem] =
    [
      .unreadableFile(reason: "Permission denied"), .notAFile(.pipe), .notAFile(.device), .notAFile(.socket), .tooManyColumns(limit: 9),
      .unsupportedFormat("XLSX"), .notText, .notData, .unknownFile,
      .ambiguousFile(entities: ["a", "b"]), .undatedFile, .emptyFile, .noHeader(entity: "a"), .noKeyColumn(entity: "a", key: "b"),
      .otherEncoding(.gb18030), .undatedFolder(table: nil), .undatedFolder(table: "a"),
      .innerFolder(snapshot: day, table: nil), .innerFolder(snapshot: day, table: "a"), .hidden,
      .otherDay(day, isOption: false, taken: day),
      .otherDay(day, isOption: true, taken: day), .missingFile(entity: "a", snapshot: day, other: day),
      .vanishedTable(entity: "a", snapshot: day), .titleRow, .tableUnit,
      .repeatedColumn(field: "a", first: 2, name: "a_2"), .unnamedColumn(name: "column_3"), .extraColumn(name: "a", type: .text),
      .foreignCurrency(unit: "亿元", name: "a"), .percentColumn, .blankRows(count: 1), .blankRows(count: 4), .footnote, .totalRow,
      .sectionTitle, .repeatedHeader, .rowWithoutKey(key: "a"), .repeatedKey(firstRow: 2, firstFile: nil),
      .repeatedKey(firstRow: 2, firstFile: "a.csv"), .loneKey, .tooFewCells(found: 2, expected: 4, isLast: true),
      .tooManyCells(found: 5, expected: 4), .unterminatedQuote, .looseQuote, .textBehindQuote, .badSnapshotDate(nil),
      .undecodableByte(0xFF), .controlCharacter(7), .placeholder, .outsideChoice(choice: "a"), .ambiguousValue(candidates: ["a", "b"]),
      .danglingLink(entity: "a"), .ambiguousLink(candidates: ["a", "b"]), .outsideRestriction(entity: "a"),
    ] + faults.map { .fault($0, order: nil) } + faults.map { .badSnapshotDate($0) } + remarks.map { .remark($0) }
    + others + [.fault(.noSuchDay, order: .monthFirst)] + types.map { .extraColumn(name: "a", type: $0) }
  static let others: [IntakeProblem] = [
    .noRows(snapshot: nil), .noRows(snapshot: day), .unfiledLink(entity: "a", key: "b"), .resembledName(spelling: "a", key: "b"),
    .normalized,
    .resembledValues(choice: "a", .init(cells: 1, first: [.init(filed: "B", value: "b", count: 1)], others: 0)),
    .resembledValues(choice: "a", .init(cells: 9, first: [.init(filed: "B", value: "b", count: 8)], others: 1)),
  ]
  static let types: [DataType] = [
    .choice(0), .date, .period(.week), .period(.month), .money(.yuan), .number, .flag, .duration(.days), .duration(.workdays), .link(0),
  ]

  @Test func everyKindOfEntryHasChineseWords() {
    for problem in ChineseTests.problems {
      #expect(chineseFault(problem.reason(in: .chinese), english: problem.reason) == nil, "\(problem.kind)")
      #expect(chineseFault(problem.action(in: .chinese), english: problem.action) == nil, "\(problem.kind)")
      #expect(chineseFault(problem.kind(in: .chinese), english: problem.kind) == nil, "\(problem.kind)")
      #expect(problem.message(in: .english) == problem.message)
    }
  }

  /// The kinds are told apart in Chinese as they are in English.
  @Test func kindsAreToldApart() {
    let kinds = Dictionary(grouping: ChineseTests.problems) { $0.kind(in: .chinese) }
    for (chinese, problems) in kinds { #expect(Set(problems.map(\.kind)).count == 1, "\(chinese)") }
  }

  @Test func everyFailureHasChineseWords() {
    let failures: [LoadFailure] = [
      .notFound("a"), .unreadable("a", reason: "Is a directory"), .nothingToLoad(LoadReport()), .refused(LoadReport()),
      .store(.snapshotExists(ChineseTests.day)), .store(.tooManySnapshots(limit: 9)),
      .store(.tooMuchText(ChineseTests.day, entity: "projects", column: "name", limit: 9)),
    ]
    for failure in failures {
      #expect(chineseFault(failure.chineseMessage, english: failure.message) == nil)
      #expect(chineseFault(failure.chineseHint, english: failure.hint) == nil)
    }
  }

  /// Reasons and actions are read, headings, severities and kinds are filtered by.
  @Test func theReportAsATableIsWordedInChinese() throws {
    let folder = Folder()
    folder.write("2018-03-09/projects.csv", Array("id,name\n1,a,b\n".utf8))
    let report = try Loader(catalog: officeCatalog).load(paths: [folder.path]).report
    let lines = report.csv(in: .chinese).split(separator: "\n")
    #expect(lines.first == "file,row,line,column,header,severity,kind,value,reason,action")
    #expect(lines.contains { $0.contains("too-many-cells") && $0.hasSuffix("表头 2 列，此行 3 格,没有表头的格搁置") }, "\(lines)")
  }
}
