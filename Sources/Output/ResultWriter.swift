public import Diagnostics
public import Results

/// Writes answers one after another into one file or stream.
///
/// ```
/// var writer = ResultWriter(.csv, options) { try write($0) }
/// try writer.write(table)      // as often as there are answers
/// try writer.finish()          // once
/// ```
public struct ResultWriter {
  private var writer: any TableWriter
  private var sink: ByteSink

  /// `drain` gets the bytes in pieces, in order.
  public init(_ format: OutputFormat, _ options: OutputOptions = OutputOptions(), drain: @escaping ([UInt8]) throws -> Void) {
    sink = ByteSink(isCancelled: options.isCancelled, drain: drain)
    switch format {
    case .table: writer = AlignedTableWriter(options)
    case .csv: writer = SeparatedWriter(options, delimiter: ",")
    case .tsv: writer = SeparatedWriter(options, delimiter: "\t")
    case .excelCSV: writer = SeparatedWriter(options, delimiter: ",", isForSpreadsheets: true)
    case .json: writer = JSONWriter(options, isByLine: false)
    case .jsonl: writer = JSONWriter(options, isByLine: true)
    case .markdown: writer = MarkdownWriter(options)
    case .html: writer = HTMLWriter(options)
    case .xlsx: writer = SpreadsheetWriter(options)
    }
  }

  /// Throws ``OutputProblem``, or what `drain` throws.
  public mutating func write(_ table: ResultTable) throws {
    try writer.write(table, to: &sink)
    try sink.drainAll()
  }

  /// What comes after the last answer. Throws as ``write(_:)`` does.
  public mutating func finish() throws {
    try writer.finish(to: &sink)
    try sink.drainAll()
  }

  /// One answer as the bytes of a whole file, in pieces: a long answer would be copied again and again as one array.
  public static func pieces(_ table: ResultTable, _ format: OutputFormat, _ options: OutputOptions = OutputOptions()) throws -> [[UInt8]] {
    let collected = Pieces()
    var writer = ResultWriter(format, options) { collected.pieces.append($0) }
    try writer.write(table)
    try writer.finish()
    return collected.pieces
  }

  private final class Pieces { var pieces: [[UInt8]] = [] }

  /// One answer as the bytes of a whole file.
  public static func bytes(_ table: ResultTable, _ format: OutputFormat, _ options: OutputOptions = OutputOptions()) throws -> [UInt8] {
    let collected = Collected()
    var writer = ResultWriter(format, options) { collected.bytes += $0 }
    try writer.write(table)
    try writer.finish()
    return collected.bytes
  }

  private final class Collected { var bytes: [UInt8] = [] }
}

/// One format. The two methods are all that formats have in common.
protocol TableWriter {
  /// Writes one answer.
  mutating func write(_ table: ResultTable, to sink: inout ByteSink) throws
  /// Writes what ends the file.
  mutating func finish(to sink: inout ByteSink) throws
}

extension TableWriter {
  mutating func finish(to sink: inout ByteSink) throws {}
}

/// Bytes on their way out, handed on in large pieces.
struct ByteSink {
  static let pieceSize = 1 << 16

  var bytes: [UInt8] = []
  private let drain: ([UInt8]) throws -> Void
  private let isCancelled: @Sendable () -> Bool

  init(isCancelled: @escaping @Sendable () -> Bool = { false }, drain: @escaping ([UInt8]) throws -> Void) {
    self.isCancelled = isCancelled
    self.drain = drain
    bytes.reserveCapacity(Self.pieceSize * 2)
  }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Asked once a block of rows whether the writing is to stop.
  func poll() throws {
    if isCancelled() { throw OutputProblem.cancelled }
  }

  mutating func drainIfFull() throws {
    if bytes.count >= Self.pieceSize { try drainAll() }
  }

  mutating func drainAll() throws {
    try poll()
    guard !bytes.isEmpty else { return }
    try drain(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
