import Diagnostics
import Store

extension LoadFailure {
  public var chineseMessage: String {
    switch self {
    case .notFound(let path): "没有文件或文件夹 \(path)"
    case .unreadable(let path, let reason): "无法读取 \(path)：\(chineseSystemReason(reason))"
    case .tooLarge(let path, let size): "\(path) 过大：数据文件最大 \(FileBytes.limit >> 30) GB，此文件有 \(inGigabytes(size)) GB"
    case .hollow(let path, let gap): "\(path) 从第 \(gap.lowerBound) 字节起有 \(gap.count >> 20) MB 没有内容"
    case .notAFile(let path, let kind): "\(path) 是\(kind.words.chinese)：应为快照文件夹或文件"
    case .nothingToLoad(let report): report.entries.isEmpty ? "没有找到表格：应为以日期命名的文件夹中的 CSV 或 TSV 文件" : "没有可载入的数据"
    case .refused(let report): "已拒绝：文件中有 \(report.problemCount) 个问题"
    case .store(let problem): problem.chineseMessage
    }
  }

  public var chineseHint: String? {
    switch self {
    case .notFound: "请指定快照文件夹（2018-03-09/…csv）或文件；不指定时用 $LUODI_LIBRARY，再用 ./library.luodi"
    case .nothingToLoad: "可用 --date 给出快照日期，或用 --model FILE 换一个模型"
    case .refused: "不带 --strict 则载入其余数据；报告说明了问题所在"
    case .tooLarge: "可把各期快照分成单独的文件载入"
    case .hollow: "这部分从未写入，或已丢失：请从来源重新复制该文件"
    case .notAFile: "请先把其内容存成文件"
    case .unreadable: nil
    case .store(let problem): problem.chineseHint
    }
  }
}
