extension OutputProblem {
  public var chineseMessage: String {
    switch self {
    case .tooManyRows(let count, let limit): "工作表最多 \(limit) 行，却有 \(count) 行"
    case .tooManyColumns(let count, let limit): "工作表最多 \(limit) 列，却有 \(count) 列"
    case .textTooLong(let column, let row, let limit): "单元格最多 \(limit) 个字符，`\(column)` 第 \(row) 行超出"
    case .spreadsheet(let words): "无法写出工作簿：\(words)"
    case .cancelled: "已中断"
    }
  }

  public var chineseHint: String? {
    switch self {
    case .tooManyRows, .tooManyColumns, .textTooLong: "可写成 csv，没有此限制"
    case .spreadsheet, .cancelled: nil
    }
  }
}
