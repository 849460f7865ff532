import Diagnostics
import Schema

extension IntakeProblem {
  /// What was expected and what was found.
  public var chineseReason: String {
    switch self {
    case .unreadableFile(let reason): "无法读取文件：\(chineseSystemReason(reason))"
    case .notAFile(let kind): "\(kind.words.chinese)，不读取"
    case .tooManyColumns(let limit): "表头超过 \(limit) 列"
    case .unsupportedFormat(let format): "不读取 \(format) 文件，请另存为 CSV"
    case .notText: "文件不是文本"
    case .noRecords(let format): "没有一行是 \(format) 的对象"
    case .notData: "文件名不是表名"
    case .unknownFile: "由文件名和表头都看不出是哪个实体"
    case .ambiguousFile(let entities): "表头适合不止一个实体：\(entities.joined(separator: "、"))"
    case .undatedFile: "文件夹名和文件名中没有日期，也没有快照日期列；可用 --date 给出"
    case .emptyFile: "文件没有一行"
    case .noRows: "表头之下没有行"
    case .noHeader(let entity): "没有一行含有 `\(entity)` 的列名"
    case .noKeyColumn(let entity, let key): "缺少 `\(entity)` 的主键 `\(key)` 一列"
    case .otherEncoding(let encoding): "按 \(encoding.rawValue) 读取"
    case .undatedFolder(let table): "文件夹名不是日期" + (table.map { "，其中有表 \($0)" } ?? "")
    case .innerFolder(let snapshot, let table): "文件夹在 \(snapshot) 的文件夹之内" + (table.map { "，其中有表 \($0)" } ?? "")
    case .hidden: "名称以点开头"
    case .otherDay(let day, false, let taken): "文件名写的是 \(day)，其文件夹是 \(taken)"
    case .otherDay(let day, true, let taken): "--date 为 \(day)，文件名或其文件夹是 \(taken)"
    case .missingFile(let entity, let snapshot, let other): "\(snapshot) 的快照没有 `\(entity)` 的行，\(other) 的快照有"
    case .vanishedTable(let entity, let snapshot): "\(snapshot) 的快照没有 `\(entity)` 的行，被替换的快照有"
    case .titleRow: "表头之上的标题"
    case .tableUnit: "表头未注明单位的金额，均用此单位"
    case .repeatedColumn(let field, let first, _): "第 \(first) 列已是 `\(field)`"
    case .unnamedColumn: "此列没有表头"
    case .extraColumn: "模型中没有这个名称的字段"
    case .foreignCurrency(let unit, _): "表头注明的币种不同于字段的 \(unit)"
    case .percentColumn: "表头注明百分比：85 读作 0.85"
    case .blankRows(let count): count == 1 ? "空行" : "\(count) 个空行"
    case .footnote: "脚注"
    case .totalRow: "合计行"
    case .sectionTitle: "表中一部分的标题"
    case .repeatedHeader: "表头重复"
    case .rowWithoutKey(let key): "主键 `\(key)` 没有值"
    case .repeatedKey(let row, let file): "主键已在\(file.map { " \($0) " } ?? "")第 \(row) 行出现"
    case .loneKey: "此行除主键外没有内容"
    case .tooFewCells(let found, let expected, let isLast): "应有 \(expected) 格，只有 \(found) 格" + (isLast ? "；文件到此为止，可能被截断" : "")
    case .tooManyCells(let found, let expected): "表头 \(expected) 列，此行 \(found) 格"
    case .unterminatedQuote: "此处的引号开始后再未结束"
    case .looseQuote: "此处的引号在本行内没有结束"
    case .textBehindQuote: "结束引号之后还有文字"
    case .badSnapshotDate(let fault): fault.map { "此行的快照日期有误：\($0.chineseReason(order: nil))" } ?? "此行没有快照日期"
    case .badLine(let fault): fault.chineseReason
    case .undecodableByte(let byte): "字节 \(hexadecimal(byte)) 不代表任何字符"
    case .loneSurrogate(let unit): "\\u\(String(unit, radix: 16, uppercase: true)) 只是半个字符"
    case .repeatedMember: "对象中此成员不止一个"
    case .nested: "应为一个值，却是列表或对象"
    case .controlCharacter(let byte): "控制字符 \(hexadecimal(byte))"
    case .placeholder: "表示没有值的符号"
    case .fault(let fault, let order): fault.chineseReason(order: order)
    case .remark(let remark): remark.chineseReason
    case .outsideChoice(let choice): "不是选项 `\(choice)` 的取值"
    case .ambiguousValue(let candidates), .ambiguousLink(let candidates): "可能是 \(candidates.joined(separator: "、"))"
    case .danglingLink(let entity): "`\(entity)` 中没有这条记录"
    case .outsideRestriction(let entity): "`\(entity)` 中的这条记录不能放在此处"
    case .unfiledLink(let entity, let key): "即模型中的 \(key)，此快照的 `\(entity)` 中没有它的记录"
    case .resembledValues(let choice, let respellings): "\(respellings.cells) 格与选项 `\(choice)` 的取值只差大小写、全半角、空格或连字符"
    case .resembledName(let spelling, _): "与“\(spelling)”只差大小写、全半角、空格或连字符"
    case .normalized: "同样的字符，Unicode 形式不同，或主键中的换行不同"
    }
  }

  /// What intake did about it.
  public var chineseAction: String {
    switch self {
    case .unreadableFile, .notAFile, .tooManyColumns, .unsupportedFormat, .notText, .noRecords, .notData, .unknownFile, .ambiguousFile,
      .undatedFile, .emptyFile, .noHeader, .noKeyColumn, .undatedFolder, .innerFolder, .hidden:
      "未载入"
    case .otherEncoding: "已载入"
    case .noRows(let snapshot): snapshot.map { "\($0) 的快照中是空表" } ?? "没有可载入的"
    case .otherDay(_, _, let taken): "载入 \(taken) 的快照"
    case .missingFile(let entity, _, _), .vanishedTable(let entity, _): "此快照没有 `\(entity)`"
    case .titleRow, .blankRows, .footnote, .totalRow, .sectionTitle, .repeatedHeader: "已略过"
    case .tableUnit, .percentColumn: "已采用"
    case .repeatedColumn(_, _, let name), .foreignCurrency(_, let name): "保留为附加字段 `\(name)`"
    case .unnamedColumn(let name): "命名为 `\(name)`"
    case .extraColumn(let name, let type): "保留为附加字段 `\(name)`，\(type.chinesePlainName)"
    case .rowWithoutKey, .repeatedKey, .badSnapshotDate: "此行搁置"
    case .loneKey, .controlCharacter, .outsideChoice, .ambiguousValue, .danglingLink, .ambiguousLink, .outsideRestriction: "照原样保留"
    case .tooFewCells: "其余各格留空"
    case .tooManyCells: "没有表头的格搁置"
    case .unterminatedQuote: "当作普通字符；此后的格不再跨行"
    case .looseQuote: "当作普通字符"
    case .textBehindQuote: "保留，不含引号"
    case .badLine: "此行搁置"
    case .undecodableByte, .loneSurrogate: "读作 U+FFFD"
    case .repeatedMember: "以最后一个为准"
    case .nested(let isKept): isKept ? "保留为文本" : "留空"
    case .placeholder, .fault: "留空"
    case .unfiledLink(_, let key): "保留为指向 \(key) 的关联"
    case .resembledName(_, let key): "读作 \(key)"
    case .resembledValues(_, let respellings):
      respellings.first.map { "“\($0.filed)”读作 \($0.value)（\($0.count) 格）" }.joined(separator: "，")
        + (respellings.others == 0 ? "" : "，另有 \(respellings.others) 种写法")
    case .normalized: "按 NFC 形式保留"
    case .remark(.timeDropped): "保留日期"
    case .remark: "按所读保留"
    }
  }

  /// A line of the report without the place.
  public var chineseMessage: String { "\(chineseReason)；\(chineseAction)" }

  /// The kind in the report for people; ``kind`` is the word for filters.
  var chineseKind: String {
    switch self {
    case .unreadableFile: "无法读取的文件"
    case .notAFile: "不是文件"
    case .tooManyColumns: "列过多"
    case .unsupportedFormat: "不支持的格式"
    case .notText: "非文本"
    case .noRecords: "没有对象"
    case .notData: "非数据"
    case .unknownFile: "无法识别的文件"
    case .ambiguousFile: "多义的文件"
    case .undatedFile: "无日期的文件"
    case .emptyFile: "空文件"
    case .noRows: "没有行"
    case .noHeader: "没有表头"
    case .noKeyColumn: "没有主键列"
    case .otherEncoding: "编码"
    case .undatedFolder: "无日期的文件夹"
    case .innerFolder: "内层文件夹"
    case .hidden: "隐藏文件"
    case .otherDay: "日期不一"
    case .missingFile: "缺少的文件"
    case .vanishedTable: "消失的表"
    case .titleRow: "标题行"
    case .tableUnit: "全表单位"
    case .repeatedColumn: "重复的列"
    case .unnamedColumn: "无表头的列"
    case .extraColumn: "附加的列"
    case .foreignCurrency: "其他币种"
    case .percentColumn: "百分比列"
    case .blankRows: "空行"
    case .footnote: "脚注"
    case .totalRow: "合计行"
    case .sectionTitle: "分部标题"
    case .repeatedHeader: "重复的表头"
    case .rowWithoutKey: "无主键的行"
    case .repeatedKey: "重复的主键"
    case .loneKey: "只有主键的行"
    case .tooFewCells: "格数不足"
    case .tooManyCells: "格数过多"
    case .unterminatedQuote: "未结束的引号"
    case .looseQuote: "多余的引号"
    case .textBehindQuote: "引号后的文字"
    case .badSnapshotDate: "有误的快照日期"
    case .badLine: "有误的行"
    case .undecodableByte: "无法解码的字节"
    case .loneSurrogate: "半个字符"
    case .repeatedMember: "重复的成员"
    case .nested: "嵌套的值"
    case .controlCharacter: "控制字符"
    case .placeholder: "占位符"
    case .fault(let fault, _): fault.chineseKind
    case .remark(let remark): remark.chineseKind
    case .outsideChoice: "选项之外的值"
    case .ambiguousValue: "多义的值"
    case .danglingLink: "无着落的关联"
    case .ambiguousLink: "多义的关联"
    case .outsideRestriction: "限定之外的关联"
    case .unfiledLink: "无记录的关联"
    case .resembledName: "写法相近的名称"
    case .resembledValues: "写法相近的取值"
    case .normalized: "统一的形式"
    }
  }
}

extension JSONFault {
  fileprivate var chineseReason: String {
    switch self {
    case .expectedObject: "应为对象 { … }"
    case .expectedMember: "应为双引号中的成员名"
    case .expectedColon: "成员名之后应为冒号"
    case .expectedValue: "应为值：双引号中的文本、数、true、false 或 null"
    case .expectedComma: "应为逗号，或对象、列表的结尾"
    case .expectedEnd: "对象之后应为行尾"
    case .controlCharacter: "文本中有控制字符，JSON 中应写作转义"
    case .badEscape: "不是 JSON 的转义"
    case .badNumber: "不是 JSON 写法的数"
    case .openText: "文本没有结束，此行可能被截断"
    case .tooDeep: "列表和对象层层相套，超出任何用处"
    }
  }
}

extension CellFault {
  fileprivate var chineseKind: String {
    switch self {
    case .notADate, .yearAlone, .monthAlone: "非日期"
    case .noSuchDay: "不存在的日子"
    case .twoDigitYear: "两位数年份"
    case .dateOrderUnknown: "日月顺序不明"
    case .notAPeriod, .periodTooCoarse: "非时段"
    case .notANumber: "非数"
    case .notAnAmount: "非金额"
    case .beyondRange, .tooManyDigits: "超出范围"
    case .otherCurrency: "另一币种"
    case .notAFlag: "非是否"
    case .hashes: "井号"
    case .spreadsheetError: "电子表格错误值"
    }
  }

  fileprivate func chineseReason(order: DateOrder?) -> String {
    switch self {
    case .notADate: "不是日期"
    case .noSuchDay:
      if let order, order != .yearFirst { "按 \(order.rawValue) 读，没有这一天" } else { "没有这一天" }
    case .yearAlone: "是年份，不是日期"
    case .monthAlone: "是月份，不是日期"
    case .twoDigitYear: "年份只有两位"
    case .dateOrderUnknown: "日在前还是月在前？模型可写 `date as MM/DD/YYYY` 或 `date as DD/MM/YYYY`"
    case .notAPeriod: "不是时段"
    case .periodTooCoarse: "时段比此列所填的长"
    case .notANumber: "不是数"
    case .notAnAmount: "不是金额"
    case .beyondRange: "过大"
    case .tooManyDigits: "超过 18 位；编号应为 `text`（文本）"
    case .otherCurrency: "币种与此列不同"
    case .notAFlag: "既不是“是”也不是“否”"
    case .hashes: "电子表格的列过窄，打印成了 #"
    case .spreadsheetError: "电子表格的错误值"
    }
  }
}

extension CellRemark {
  fileprivate var chineseKind: String {
    switch self {
    case .approximate: "约数"
    case .rounded: "已舍入"
    case .timeDropped: "去掉时刻"
    case .decimalComma: "小数逗号"
    }
  }

  fileprivate var chineseReason: String {
    switch self {
    case .approximate: "数值自称不精确"
    case .rounded: "小数超过货币单位的万分之一"
    case .timeDropped: "带有时刻"
    case .decimalComma: "逗号读作小数点"
    }
  }
}

extension DataType {
  fileprivate var chinesePlainName: String {
    switch self {
    case .text: "文本"
    case .choice: "选项"
    case .date: "日期"
    case .period(.day): "日"
    case .period(.week): "周"
    case .period(.month): "月份"
    case .period(.quarter): "季度"
    case .period(.half): "半年"
    case .period(.year): "年份"
    case .money(let unit): "金额（\(unit.name)）"
    case .number: "数"
    case .flag: "是否"
    case .duration(.days): "天数"
    case .duration(.months): "月数"
    case .duration(.workdays): "工作日数"
    case .link: "关联"
    }
  }
}
