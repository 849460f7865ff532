import CSpreadsheet
import Glibc
import Schema

/// A workbook being written. Ends itself when dropped.
@safe final class Workbook {
  private var book: OpaquePointer?

  /// The creation date in the file is the snapshot's, so that one answer always gives the same bytes.
  init(created day: Day?) throws(OutputProblem) {
    var words: UnsafePointer<CChar>?
    // Without a snapshot: the first day that a ZIP archive can hold.
    let created = day ?? Day(year: 1980, month: 1, day: 1)!
    unsafe book = luodi_workbook_open(Int64(created.rawValue) * 86_400, &words)
    if unsafe book == nil { throw unsafe .spreadsheet(words.map { unsafe String(cString: $0) } ?? "") }
  }

  deinit {
    if let book = unsafe book { unsafe luodi_workbook_drop(book) }
  }

  func beginSheet(_ name: String) throws(OutputProblem) { unsafe try check(luodi_workbook_sheet(book, name)) }

  func write(_ text: String, _ row: Int, _ column: Int, _ style: luodi_style) throws(OutputProblem) {
    unsafe try check(luodi_workbook_text(book, UInt32(row), UInt16(column), text, style))
  }

  func write(_ number: Double, _ row: Int, _ column: Int, _ style: luodi_style) throws(OutputProblem) {
    unsafe try check(luodi_workbook_number(book, UInt32(row), UInt16(column), number, style))
  }

  func write(_ flag: Bool, _ row: Int, _ column: Int, _ style: luodi_style) throws(OutputProblem) {
    unsafe try check(luodi_workbook_flag(book, UInt32(row), UInt16(column), flag ? 1 : 0, style))
  }

  /// One heading over several columns; over one, a plain heading.
  func writeSpan(_ text: String, _ row: Int, _ columns: Range<Int>) throws(OutputProblem) {
    guard columns.count > 1 else { return try write(text, row, columns.lowerBound, LUODI_HEADING) }
    unsafe try check(luodi_workbook_span(book, UInt32(row), UInt16(columns.lowerBound), UInt16(columns.upperBound - 1), text))
  }

  func setWidth(_ width: Double, _ column: Int) throws(OutputProblem) {
    unsafe try check(luodi_workbook_width(book, UInt16(column), width))
  }

  func freeze(rows: Int) { unsafe luodi_workbook_freeze(book, UInt32(rows)) }

  func close() throws(OutputProblem) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    let code = unsafe luodi_workbook_close(book, &bytes, &count)
    unsafe book = nil
    try check(code)
    defer { unsafe free(bytes) }
    return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  private func check(_ code: Int32) throws(OutputProblem) {
    if code != 0 { throw unsafe .spreadsheet(String(cString: luodi_workbook_words(code))) }
  }
}
