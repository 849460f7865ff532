/// What an answer can be written as: the one list of formats. The names are those of `as FORMAT` and `--format`; the parser, completion, the command line,
/// the help pages, the reference and the manual page read them here, and the room `Output` has a writer for each.
///
/// It stands in the lowest room because the parser has to know which words are formats (`as csv` is one, `as total` a name).
public enum OutputFormat: String, Sendable, CaseIterable {
  case table, csv, tsv, json, jsonl, markdown, html, xlsx
  case excelCSV = "excel-csv"
}

extension OutputFormat {
  public struct Facts: Sendable {
    /// Who reads it. Formats for people show headings, names and units in a language, and hold several answers, which a reader tells apart; those for
    /// programs show the English names of fields and the codes of values, unless a language was asked for, and a file of them is one table.
    public enum Reader: Sendable { case people, programs }

    public var reader: Reader
    /// Further names by which it is asked for
    public var aliases: [String] = []
    /// The endings of file names that mean it, lower case, the usual one first
    public var endings: [String]
    /// Control characters that belong to it: shown to a terminal, they are let through.
    public var controls: Set<UInt8> = []
    public var help: Bilingual
  }

  /// The table of formats, a row each.
  public var facts: Facts {
    switch self {
    case .table: Facts(reader: .people, endings: ["txt"], help: Bilingual("aligned columns", "对齐的列"))
    case .csv: Facts(reader: .programs, endings: ["csv"], help: Bilingual("comma-separated, UTF-8", "逗号分隔，UTF-8"))
    case .tsv: Facts(reader: .programs, endings: ["tsv", "tab"], controls: [0x09], help: Bilingual("separated by tabs", "制表符分隔"))
    case .json: Facts(reader: .programs, endings: ["json"], help: Bilingual("one array of objects", "一个对象数组"))
    case .jsonl: Facts(reader: .programs, endings: ["jsonl", "ndjson"], help: Bilingual("one object a line", "每行一个对象"))
    case .markdown:
      Facts(reader: .people, aliases: ["md"], endings: ["md", "markdown"], help: Bilingual("tables of Markdown", "Markdown 表格"))
    case .html: Facts(reader: .people, endings: ["html", "htm"], help: Bilingual("a page", "网页"))
    case .xlsx: Facts(reader: .people, endings: ["xlsx"], help: Bilingual("a workbook, a sheet a section", "工作簿，每节一张表"))
    case .excelCSV:
      Facts(
        reader: .programs, endings: [], controls: [0x0D],
        help: Bilingual("CSV for spreadsheet programs: no text runs as a formula", "供电子表格程序打开的 CSV，文字不会当作公式运行"))
    }
  }

  /// Several answers in one file are told apart by whoever reads it: by people, or as sheets. Elsewhere a file is one table.
  public var holdsSeveral: Bool { facts.reader == .people }

  public var isForPeople: Bool { facts.reader == .people }

  /// The names, in the order of the list.
  public static let names = allCases.map(\.rawValue)

  /// `a, b or c`
  public static func named(_ isMeant: (OutputFormat) -> Bool = { _ in true }, joinedBy word: String = "or") -> String {
    let names = allCases.filter(isMeant).map(\.rawValue)
    return names.count < 2 ? names.joined() : "\(names.dropLast().joined(separator: ", ")) \(word) \(names[names.count - 1])"
  }

  /// By the ending of a file's name: `late.xlsx`.
  public init?(fileName: String) {
    guard let dot = fileName.lastIndex(of: "."), !fileName[dot...].contains("/") else { return nil }
    let ending = fileName[dot...].dropFirst().lowercased()
    guard let format = Self.allCases.first(where: { $0.facts.endings.contains(ending) }) else { return nil }
    self = format
  }
}
